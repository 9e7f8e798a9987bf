namespace Migrator.Bindle.Sources;

/// <summary>What a failure of a source means for whoever runs the job.</summary>
public enum SourceFailure
{
    /// <summary>The source does not have what was asked for, or is none; the same job fails again.</summary>
    Unusable,

    /// <summary>The source wants credentials, or refuses those that it was given.</summary>
    Credentials,

    /// <summary>The source cannot be reached or does not answer now; the same job may succeed later.</summary>
    Temporary,
}
