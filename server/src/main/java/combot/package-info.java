/**
 * The program: its command line, its configuration, and how its parts are put together. All other
 * packages are strangers to this one.
 */
package combot;
