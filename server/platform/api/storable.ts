/** PostgreSQL holds no NUL, and half a surrogate pair would not come back as it was sent. */
export const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
