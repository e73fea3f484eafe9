/**
 * Whether a machine is ready for a study: what is looked at, thresholds, the verdict.
 *
 * <p>The words are {@link combot.readiness.Line}, {@link combot.readiness.State}, {@code Limit},
 * {@code Question}, {@code Probe} and {@code Part}; {@code Context} is what a probe sees. Probes of
 * machine and service are named by their subject ({@code CpuProbe}), those of the configuration
 * read files and variables ({@code StudyProbe}, {@code DataProbe}). Load tests are {@code Trial}s
 * of a {@code Programme}, run by {@code Trials}, whose figures {@code Loads} keeps for the probes
 * of performance and capacity. A {@code …Proof} does what manages memory and looks what came of it,
 * a {@code …Drill} breaks something and mends it. {@code Report}, {@code Archive}, {@code
 * Comparison} and {@code Verdict} are made of lines alone.
 */
package combot.readiness;
