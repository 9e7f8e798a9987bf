using System.Runtime.Versioning;
using System.Text.Json;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Commands;

/// <summary>What lies in a folder of bindles and cannot be read is in the plan, and what is none is told.</summary>
public sealed class BatchFolderTests : IDisposable
{
    private readonly BatchStore _store = new("one", "two");

    [Theory]
    [InlineData("folder = 'apps'")]
    [InlineData("glob = 'apps/*'")]
    public async Task Plan_WhatMayBeABindle_IsInvalid(string source)
    {
        Directory.CreateDirectory(_store.Combine("apps", "lost", "parcels"));
        Directory.CreateDirectory(_store.Combine("apps", "begun"));
        File.WriteAllText(_store.Combine("apps", "begun", "invoice.toml.part"), "");
        File.CreateSymbolicLink(_store.Combine("apps", "gone"), "nowhere");
        await UnspellableAsync("cp -r one");

        using var plan = await PlanAsync(source);

        await UnspellableAsync("rm -r");
        Assert.Equal((2, OperatingSystem.IsLinux() ? 4 : 3), (Class(plan, "migrate"), Class(plan, "invalid")));
        Assert.Empty(plan.RootElement.GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public async Task Plan_WhatIsNoBindle_IsNoted()
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            Directory.CreateDirectory(_store.Combine("apps", name));
        }

        File.WriteAllText(_store.Combine("apps", "f.txt"), "");

        using var plan = await PlanAsync("folder = 'apps'");
        var report = await CliRun.OfAsync("batch", "report", _store.Journal);

        var note = "In the folder 'apps', what is no bindle was passed over (6): 'a', 'b', 'c', 'd', 'e', "
            + "and 1 more.";
        Assert.Equal([note], plan.RootElement.GetProperty("notes").EnumerateArray().Select(text => text.GetString()));
        Assert.Contains(note, report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_StoreInAFolderOfBindles_IsNotedAndStaysWhereItIs()
    {
        Directory.CreateDirectory(_store.Combine("apps", "server", "parcels"));
        Directory.CreateDirectory(_store.Combine("apps", "server", "invoices", new string('a', 64)));
        File.WriteAllText(
            _store.Combine("apps", "server", "invoices", new string('a', 64), "invoice.toml"),
            "bindleVersion = '1.0.0'\n[bindle]\nname = 'three'\nversion = '1.0.0'\n");

        using var plan = await PlanAsync("folder = 'apps'");

        Assert.Equal((2, 2), (plan.RootElement.GetProperty("apps").GetInt32(), Class(plan, "migrate")));
        var note = Assert.Single(plan.RootElement.GetProperty("notes").EnumerateArray()).GetString();
        Assert.Equal("In the folder 'apps', what is no bindle was passed over (1): 'server'.", note);
    }

    [Fact]
    public async Task Plan_NamedBindlesOfAFolder_AreNotToldOfTheRest()
    {
        Directory.CreateDirectory(_store.Combine("apps", "notes"));

        using var plan = await PlanAsync("folder = 'apps'\nbindles = ['one/1.0.0']");

        Assert.Empty(plan.RootElement.GetProperty("notes").EnumerateArray());
    }

    [Theory]
    [InlineData("folder = 'apps'", "apps/two")]
    [InlineData("glob = 'apps/*/HIPPOFACTS'", "apps/two/HIPPOFACTS")]
    public async Task Plan_BindleThatCannotBeEntered_IsInvalid(string source, string place)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.WriteAllText(_store.Combine("apps", "readme"), "");
        var output = await PlanAsNobodyAsync(source, "two");

        Assert.Contains("1 invalid", output, StringComparison.Ordinal);
        var report = await CliRun.OfAsync("batch", "report", _store.Combine("nobody.db"));
        Assert.Contains($"{place}: cannot be read: ", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WhatVolumesHaveAndNobodyMayEnter_IsNoted()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] names = [".Trash-1000", ".snapshot", "lost+found"];
        foreach (var name in names)
        {
            Directory.CreateDirectory(_store.Combine("apps", name, "parcels"));
        }

        var output = await PlanAsNobodyAsync("folder = 'apps'", names);

        Assert.DoesNotContain("invalid", output, StringComparison.Ordinal);
        Assert.Contains(
            "what is no bindle was passed over (3): '.Trash-1000', '.snapshot', 'lost+found'.", output,
            StringComparison.Ordinal);
    }

    public void Dispose() => _store.Dispose();

    // Who plans may enter all but the named entries.
    [UnsupportedOSPlatform("windows")]
    private async Task<string> PlanAsNobodyAsync(string source, params string[] closed)
    {
        await _store.PlanAsync($"[[source]]\n{source}\n");
        string[] entries = [.. closed.Select(name => _store.Combine("apps", name))];
        foreach (var folder in (string[])[_store.Combine(), _store.Combine("apps"), _store.Combine("apps", "one")])
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }

        Array.ForEach(entries, entry => File.SetUnixFileMode(entry, UnixFileMode.None));
        try
        {
            var (code, output) = await Nobody.RunAsync(
                "batch", "plan", _store.Combine("batch.toml"), "--journal", _store.Combine("nobody.db"));
            Assert.True(code == 0, output);
            return output;
        }
        finally
        {
            Array.ForEach(entries, entry => File.SetUnixFileMode(
                entry, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    // A name that is no UTF-8 cannot be said here.
    private async Task UnspellableAsync(string command)
    {
        if (OperatingSystem.IsLinux())
        {
            var done = await Tool.RunAsync(
                "sh", "-c", $"cd \"$0\" && {command} \"$(printf 'x\\377')\"", _store.Combine("apps"));
            Assert.True(done.ExitCode == 0, done.Error);
        }
    }

    private async Task<JsonDocument> PlanAsync(string source)
    {
        var plan = await _store.PlanAsync($"[[source]]\n{source}\n", "--output", "json");
        Assert.True(plan.ExitCode == 0, plan.Error);
        return JsonDocument.Parse(plan.Output);
    }

    private static int Class(JsonDocument plan, string name) =>
        plan.RootElement.GetProperty("classes").TryGetProperty(name, out var count) ? count.GetInt32() : 0;
}
