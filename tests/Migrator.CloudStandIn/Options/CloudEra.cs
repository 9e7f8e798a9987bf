namespace Migrator.StandIn;

/// <summary>Which age of the API is played (spec/cloud-deploy.md 1.4, 8.2).</summary>
public enum CloudEra
{
    /// <summary>2023-07 to 2023-10, as plugin 0.3.0 met it: Bindle upload, channels told what to run.</summary>
    C37,

    /// <summary>2024-05: no Bindle, registering a revision activates it.</summary>
    Head,
}
