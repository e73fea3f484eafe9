/** What a report is made of, and its forms: for a terminal, as Markdown, as one page of HTML. */
package combot.report;
