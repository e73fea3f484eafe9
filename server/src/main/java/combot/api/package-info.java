/**
 * HTTP in JSON: {@code /v1}, the original's {@code /api}, and errors as problem details (RFC 9457).
 * Requests are bounded and checked here, and rendered from the values of {@code chat}; nothing is
 * decided here.
 */
package combot.api;
