using System.Text;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Fakes;

/// <summary>A batch of samples into a registry of this process: planned, run, and looked at.</summary>
internal sealed class SampleBatch : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpMessageHandler _handler =
        RegistryHandlers.Create(new RegistryConnection { MaxConnectionsPerHost = 64 });

    private SampleBatch(RegistryHost registry, IBindleSource source)
    {
        Registry = registry;
        Source = source;
    }

    public RegistryHost Registry { get; }

    public IBindleSource Source { get; set; }

    public string Journal => Path.Combine(_folder.Path, "batch.db");

    /// <summary>Tables of the batch file beside source and target.</summary>
    public string Extra { get; set; } = "";

    /// <summary>Fields of the source.</summary>
    public string FromSource { get; set; } = "";

    /// <summary>The clock of plans and runs.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Runs before a target is opened; throws to fail.</summary>
    public Action OpeningTarget { get; set; } = () => { };

    /// <summary>What servers were asked for, in order.</summary>
    public List<string> Queries { get; } = [];

    /// <summary>The folder that paths of the batch file start from.</summary>
    public string Folder => _folder.Path;

    /// <summary>Another registry than that of this process; null for that.</summary>
    public string? Host { get; set; }

    public string Target { get; set; } = "referrer = false";

    public static async Task<SampleBatch> StartAsync(
        IBindleSource source, RegistryPersonality? personality = null) =>
        new(await RegistryHost.StartAsync(personality ?? RegistryPersonalities.Distribution3), source);

    public BatchFile File() => File($"""
        version = 1
        [[source]]
        server = "http://samples.test/v1/"
        {FromSource}
        [target]
        registry = "{Host ?? Registry.Host}"
        team = "team"
        template = "{"{registry}/{team}/{name}:{tag}"}"
        {Target}
        {Extra}

        """);

    public static BatchFile File(string text)
    {
        var reading = BatchFileToml.Read(Encoding.UTF8.GetBytes(text), "batch.toml");
        return reading.File ?? throw new InvalidOperationException(string.Join('\n', reading.Findings));
    }

    /// <summary>Places with a client that knows nothing yet, as a new process has.</summary>
    public BatchPlaces Places(KeptUploads? uploads = null)
    {
        var client = new RegistryClient(new RegistryOptions { Handler = _handler, Uploads = uploads });
        var places = BatchPlaces.Of(_folder.Path, client);
        return places with
        {
            OpenTarget = (reference, stop) =>
            {
                OpeningTarget();
                return places.OpenTarget(reference, stop);
            },
            OpenServer = (_, query, _) =>
            {
                Queries.Add(query);
                return Task.FromResult<IBindleSource>(new KeptOpenSource(Source));
            },
        };
    }

    public Task<BatchPlan> PlanAsync(PlanOptions? options = null) =>
        new BatchPlanner(Places(), Clock).PlanAsync(
            File(), Journal, options ?? new PlanOptions(), CancellationToken.None);

    public async Task<List<BatchEvent>> RunAsync(
        BatchRunOptions? options = null, Action<BatchEvent>? heard = null, CancellationToken stop = default)
    {
        var events = new List<BatchEvent>();
        await using var journal = BatchJournal.Open(Journal);
        var run = new BatchRun(journal, Places(journal.Uploads), Clock);
        await foreach (var happened in run.RunAsync(options ?? new BatchRunOptions(), stop))
        {
            events.Add(happened);
            heard?.Invoke(happened);
        }

        return events;
    }

    public List<RecordedApp> Apps()
    {
        using var view = JournalView.Open(Journal);
        return [.. view.Apps()];
    }

    /// <summary>The states of all apps, counted: <c>Done 3, Failed 1</c>.</summary>
    public string States() => string.Join(", ", Apps()
        .CountBy(app => app.App.State).OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}"));

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        _handler.Dispose();
        _folder.Dispose();
    }
}
