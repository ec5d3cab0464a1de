// Preloaded into a server whose provider is held by a test: it must not go on because two seconds are over.
AbortSignal.timeout = () => new AbortController().signal;
