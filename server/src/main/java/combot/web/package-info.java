/**
 * The pages that people see. The participant page is static: HTML from here, style and ES modules
 * as assets; all that it shows of a study it reads from {@code /v1}. No condition may come in here.
 */
package combot.web;
