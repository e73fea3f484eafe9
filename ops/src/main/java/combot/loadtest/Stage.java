package combot.loadtest;

/** One load of a {@link Shape}, measured by itself. */
public record Stage(String name, Load load) {}
