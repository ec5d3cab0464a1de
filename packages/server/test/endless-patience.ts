// A server preloads this if a test holds back its provider's answers: the server must not give up after two
// seconds.
AbortSignal.timeout = () => new AbortController().signal;
