// What settings mean, in Chinese; the English words are the server's (docs/settings.md).

const meanings: Record<string, string> = {};

export default meanings;
