namespace Migrator.Engine.Journal;

/// <summary>The tables of a journal. One file holds the plan of a batch and what its runs did.</summary>
internal static class JournalSchema
{
    /// <summary>SQLite's mark of whose file it is: <c>B2OJ</c>.</summary>
    public const int ApplicationId = 0x42324F4A;

    /// <summary>The version of the tables.</summary>
    public const int Version = 4;

    /// <summary>
    /// <c>fact</c>: names and values of the plan. <c>app</c>: a row a bindle; what follows <c>plan columns</c> is
    /// sealed by the plan's digest; <c>lost</c> is when a run last found that the target has not what it had.
    /// <c>blob</c>: every blob that the apps to be migrated name. <c>run</c> and <c>attempt</c>: what runs did and what
    /// they read, times in milliseconds since 1970, UTC; <c>flags</c> are the options by which a run reached its
    /// places. <c>upload</c>: where uploads go on that a run has open, or left open.
    /// </summary>
    public const string Tables = """
        CREATE TABLE fact(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE app(
            id INTEGER PRIMARY KEY,
            source INTEGER NOT NULL,
            place TEXT NOT NULL,
            name TEXT,
            version TEXT,
            repository TEXT,
            tag TEXT,
            class INTEGER,
            manifest TEXT,
            referrer TEXT,
            invoice TEXT,
            blobs INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0,
            parcels INTEGER NOT NULL DEFAULT 0,
            parcel_bytes INTEGER NOT NULL DEFAULT 0,
            signatures TEXT,
            gate TEXT,
            findings TEXT,
            turn INTEGER NOT NULL DEFAULT 0,
            state INTEGER NOT NULL DEFAULT 0,
            lost INTEGER);
        CREATE UNIQUE INDEX app_bindle ON app(name, version) WHERE name IS NOT NULL;
        CREATE INDEX app_reference ON app(repository, tag);
        CREATE INDEX app_turn ON app(turn, id);
        CREATE TABLE blob(
            digest BLOB PRIMARY KEY, size INTEGER NOT NULL, uses INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE run(
            id INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER, ending TEXT, shard TEXT,
            program TEXT NOT NULL, folder TEXT NOT NULL, flags TEXT NOT NULL);
        CREATE TABLE attempt(
            id INTEGER PRIMARY KEY,
            app INTEGER NOT NULL,
            run INTEGER NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER,
            status TEXT,
            manifest TEXT,
            referrer TEXT,
            cloud_app TEXT,
            cloud_repository TEXT,
            revision TEXT,
            url TEXT,
            invoice TEXT,
            signatures TEXT,
            parcels INTEGER,
            parcel_bytes INTEGER,
            blobs INTEGER,
            bytes INTEGER,
            blobs_pushed INTEGER NOT NULL DEFAULT 0,
            blobs_there INTEGER NOT NULL DEFAULT 0,
            bytes_pushed INTEGER NOT NULL DEFAULT 0,
            bytes_there INTEGER NOT NULL DEFAULT 0,
            cause TEXT,
            findings TEXT);
        CREATE TABLE upload(
            repository TEXT NOT NULL,
            digest TEXT NOT NULL,
            location TEXT NOT NULL,
            acknowledged INTEGER NOT NULL,
            PRIMARY KEY(repository, digest)) WITHOUT ROWID;
        CREATE INDEX attempt_app ON attempt(app, id);
        """;
}
