// Loaded before a script that a test starts (`spawnScript`): a test run that is killed leaves no server behind.
process.once('disconnect', () => process.exit(1));
// It is no reason to stay alive.
process.channel?.unref();
