namespace Migrator.Engine.Batch;

/// <summary>Why a bindle of a source is not in the plan.</summary>
public enum LeftOut
{
    /// <summary>Its name is not meant.</summary>
    Name,

    /// <summary>Its version is not in the range.</summary>
    Version,

    /// <summary>It is a pre-release.</summary>
    Prerelease,

    /// <summary>It was yanked.</summary>
    Yanked,

    /// <summary>There is a later version of the same name.</summary>
    NotLatest,

    /// <summary>The same bindle was found in an earlier place.</summary>
    Repeated,

    /// <summary>None of those who must have signed it has.</summary>
    NotSignedBy,
}
