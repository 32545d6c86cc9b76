/** Characters (code points) of a message, a question, a short answer. */
export const MAX_TEXT = 500;
