using System.Globalization;
using System.Text;
using Migrator.StandIn.Bindle;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;
using Migrator.Testing.Registries;

namespace Migrator.StandIn.Seeds;

/// <summary>Puts apps into the account as if they had been deployed long ago: no request, no failover.</summary>
public sealed class Seeder
{
    private readonly CloudState _state;
    private readonly RegistryHost _registry;
    private readonly BindleShelf _bindles;
    private readonly Rollout _rollout;
    private readonly Registration _registration;
    private readonly ChanceSource _chance;
    private readonly StandInOptions _options;
    private readonly TimeProvider _clock;

    internal Seeder(
        CloudState state,
        RegistryHost registry,
        BindleShelf bindles,
        Rollout rollout,
        Registration registration,
        ChanceSource chance,
        StandInOptions options,
        TimeProvider clock)
    {
        (_state, _registry, _bindles, _rollout) = (state, registry, bindles, rollout);
        (_registration, _chance, _options, _clock) = (registration, chance, options, clock);
    }

    /// <summary>An app deployed by a plugin before 0.3.0: a bindle, live in <c>spin-deploy</c>.</summary>
    /// <param name="name">Its name, and its bindle's.</param>
    /// <param name="version">The version in its manifest.</param>
    /// <param name="buildInfo">What follows the <c>+</c>; null for a deploy with <c>--no-buildinfo</c>.</param>
    public CloudApp LegacyApp(string name, string version = "1.0.0", string? buildInfo = "r1a2b3c4d")
    {
        var number = buildInfo is null ? version : $"{version}+{buildInfo}";
        _bindles.Seed(name, number);
        return AddLegacy(name, number);
    }

    /// <summary>A legacy app of a bindle that lies in a standalone folder, its parcels included.</summary>
    /// <param name="folder">The folder with <c>invoice.toml</c> and <c>parcels/</c>.</param>
    public CloudApp LegacyAppOf(string folder)
    {
        var bindle = _bindles.SeedFrom(folder);
        return AddLegacy(bindle.Name, bindle.Version);
    }

    /// <summary>A legacy app whose name is not what the newer plugin makes of it: a name split.</summary>
    public CloudApp MixedCaseLegacyApp() => LegacyApp("Hello-World");

    /// <summary>A legacy app whose revision number says nothing of its packaging.</summary>
    /// <param name="name">Its name.</param>
    public CloudApp NoBuildInfoLegacyApp(string name = "plain") => LegacyApp(name, buildInfo: null);

    /// <summary>An app that was created, and then nothing more: it has no channel (2.5).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isOci">Whether it was created for an artifact.</param>
    public CloudApp HalfCreatedApp(string name, bool isOci = false)
    {
        lock (_state.Gate)
        {
            return New(name, isOci ? StorageIds.Scheme + name : name);
        }
    }

    /// <summary>An app deployed as an artifact, live in <c>spin-deploy</c>.</summary>
    /// <param name="name">Its name and repository.</param>
    /// <param name="tag">Its tag, which is its revision's number.</param>
    public CloudApp OciApp(string name, string tag = "1.0.0-r80e5abb")
    {
        var digest = Push(name, tag);
        var version = tag.Split("-r")[0];
        return Add(
            name,
            StorageIds.Scheme + name,
            tag,
            new AppInstance(name, version, tag) { ImageDigest = digest });
    }

    /// <summary>Many apps, <c>app-01</c> and on; all have a live artifact.</summary>
    /// <param name="count">How many.</param>
    public void ManyApps(int count = 51)
    {
        for (var number = 1; number <= count; number++)
        {
            OciApp("app-" + number.ToString("00", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Registers more revisions of an app, which are not live.</summary>
    /// <param name="app">The app.</param>
    /// <param name="count">How many.</param>
    public void ManyRevisions(CloudApp app, int count = 51)
    {
        ArgumentNullException.ThrowIfNull(app);
        for (var number = 1; number <= count; number++)
        {
            AddRevision(app, "0.0." + number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Registers a revision of an app, which is not live; its artifact is pushed when it is OCI.</summary>
    /// <param name="app">The app.</param>
    /// <param name="number">The revision's number.</param>
    public CloudRevision AddRevision(CloudApp app, string number)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_state.Gate)
        {
            if (StorageIds.IsOci(app.StorageId))
            {
                Push(StorageIds.NameOf(app.StorageId), number);
            }
            else
            {
                _bindles.Seed(app.StorageId, number);
            }

            var row = _registration.NewRow(app, app.StorageId, number, _clock.GetUtcNow());
            _state.RevisionList.Add(row);
            return row;
        }
    }

    private CloudApp AddLegacy(string name, string number) => Add(
        name,
        name,
        number,
        new AppInstance(name, number.Split('+')[0], number) { BindleVersion = number });

    private CloudApp Add(string name, string storageId, string number, AppInstance instance)
    {
        lock (_state.Gate)
        {
            var now = _clock.GetUtcNow();
            var app = New(name, storageId);
            var channel = _rollout.OpenChannel(app, Rollout.DeployChannel, now);
            var revision = _registration.NewRow(app, storageId, number, now);
            _state.RevisionList.Add(revision);
            (channel.ActiveRevisionId, channel.LastPublishAt, app.LastDeployed) = (revision.Id, now, now);
            channel.Site.Activate(instance, now, FailoverScript.Immediate);
            return app;
        }
    }

    private CloudApp New(string name, string storageId)
    {
        var app = new CloudApp(_chance.NextId(), name, storageId, _clock.GetUtcNow());
        _state.AppList.Add(app);
        if (_options.Era == CloudEra.Head)
        {
            _rollout.OpenSite(app);
        }

        return app;
    }

    // A manifest alone: nobody can pull it.
    private string Push(string repository, string tag)
    {
        var config = new string('a', 64);
        var manifest = $$"""
            {"annotations":{"seed":"{{repository}}:{{tag}}"},"config":{"digest":"sha256:{{config}}",
            "mediaType":"application/vnd.fermyon.spin.application.v1+config","size":2},"layers":[],"schemaVersion":2}
            """;
        return _registry.AddManifest(
            repository,
            tag,
            "application/vnd.oci.image.manifest.v1+json",
            Encoding.UTF8.GetBytes(manifest));
    }
}
