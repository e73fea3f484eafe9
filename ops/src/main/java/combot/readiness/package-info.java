/** Whether a machine is ready for a study: what is looked at, thresholds, the verdict. */
package combot.readiness;
