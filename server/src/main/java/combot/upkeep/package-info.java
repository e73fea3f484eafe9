/**
 * Looks after a worker's memory: measures it, carries out what {@code combot.memory} decides, lets
 * the model go when nobody is there, and keeps newcomers waiting where there is no room. Tells how
 * much room the disk has. Nothing of studies and conversations comes in here but that somebody
 * asked for something.
 */
package combot.upkeep;
