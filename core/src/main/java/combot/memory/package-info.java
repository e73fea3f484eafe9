/**
 * Memory: figures of this process, its JVM and its machine, and what follows from them, decided
 * purely. What acts on a model, a cache or a request never comes in here; carrying decisions out is
 * the caller's.
 */
package combot.memory;
