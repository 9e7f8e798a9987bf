namespace Migrator.StandIn;

/// <summary>The documented limits of an account (spec/cloud-deploy.md 5.3); their answers are a choice.</summary>
public sealed record Quotas
{
    private static readonly Refusal TooMany = new(429, "Too Many Requests");

    /// <summary>Limits of the Starter plan.</summary>
    public static Quotas Starter { get; } = new();

    /// <summary>The Starter plan with 100 apps.</summary>
    public static Quotas Growth { get; } = new() { Apps = Starter.Apps.To(100) };

    /// <summary>No limits.</summary>
    public static Quotas None { get; } = new()
    {
        Apps = Starter.Apps.To(long.MaxValue),
        PackageBytes = Starter.PackageBytes.To(long.MaxValue),
        DeploysPerMinute = Starter.DeploysPerMinute.To(long.MaxValue),
        DeploysPerHour = Starter.DeploysPerHour.To(long.MaxValue),
        RequestsPerHour = Starter.RequestsPerHour.To(long.MaxValue),
    };

    /// <summary>Apps of the account.</summary>
    public Quota Apps { get; init; } = new(5, new(500, "An error occurred while processing your request."));

    /// <summary>Whether the app one too many is made all the same, empty (FAQ of October 2022).</summary>
    public bool LeavesAppBehind { get; init; }

    /// <summary>Bytes of all layers of a manifest, or of all parcels of a bindle.</summary>
    public Quota PackageBytes { get; init; } =
        new(100_000_000, new(413, "Your application exceeds the maximum size limit of 100 MB."));

    /// <summary>Registered revisions in any minute.</summary>
    public Quota DeploysPerMinute { get; init; } = new(10, TooMany with { RetryAfter = 60 });

    /// <summary>Registered revisions in any hour.</summary>
    public Quota DeploysPerHour { get; init; } = new(100, TooMany);

    /// <summary>Requests to the API in any hour.</summary>
    public Quota RequestsPerHour { get; init; } = new(3000, TooMany);
}
