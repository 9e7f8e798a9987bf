using System.Text.Json;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("migrate", "Name a source")]
    [InlineData("migrate a", "Name a target")]
    [InlineData("migrate a oci:b c", "'c'")]
    [InlineData("migrate a oci:b --profile spin9", "expected universal, spin2, spin1, bindle")]
    [InlineData("migrate a oci:b --profile 1", "'1' is not a value of --profile")]
    [InlineData("migrate a oci:b --app-version Plain", "expected plain, full")]
    [InlineData("migrate a oci:b --inline-files maybe", "expected skip, also")]
    [InlineData("migrate a oci:b --output yaml", "expected text, json")]
    [InlineData("migrate a oci:b --quiet --verbose", "exclude each other")]
    [InlineData("migrate a oci:b --max-parcel-size 4GB", "'4GB' is not a size")]
    [InlineData("migrate a oci:b --max-parcel-size 0", "'0' is not a size")]
    [InlineData("migrate a oci:b --no-such-flag", "--no-such-flag")]
    [InlineData("migrate bindle:x/1.0.0 oci:b", "--bindle-store")]
    [InlineData("migrate bindle:x oci:b --bindle-store s", "'x' is not a bindle id")]
    [InlineData("migrate bindle:x/1.0.0 oci:b --bindle-store s --id y/1.0.0", "leave --id out")]
    [InlineData("migrate a oci:b --bindle-store s", "give one of them")]
    [InlineData("migrate a oci:b --id x/v1", "'x/v1' is not a bindle id")]
    [InlineData("migrate --bindle a --oci oci:b c", "one argument too many")]
    [InlineData("restore oci:b", "dir")]
    [InlineData("verify", "Name a source")]
    [InlineData("inspect", "Name a source")]
    public async Task Run_WrongCommandLine_ExitsWith2AndSaysWhat(string line, string says)
    {
        var run = await CliRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("migrate a oci:b --profile spin9 -o json", "migrate")]
    [InlineData("migrate --output=json", "migrate")]
    [InlineData("restore oci:b --output json", "restore")]
    [InlineData("inspect --verbose --output json", "inspect")]
    [InlineData("verify a b --output json", "verify")]
    public async Task Run_WrongCommandLineAndJson_IsADocument(string line, string command)
    {
        var run = await CliRun.OfAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("bindle2oci.usage/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(command, json.RootElement.GetProperty("command").GetString());
        var error = Assert.Single(json.RootElement.GetProperty("errors").EnumerateArray()).GetString()!;
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frobnicate", "Try: bindle2oci --help")]
    [InlineData("batch frobnicate", "Try: bindle2oci batch --help")]
    [InlineData("migrate a oci:b --profile spin9", "Try: bindle2oci migrate --help")]
    [InlineData("migrate a", "Try: bindle2oci migrate --help")]
    [InlineData("inspect", "Try: bindle2oci inspect --help")]
    public async Task Run_WrongCommandLine_PointsToTheHelpOfTheCommand(string line, string hint)
    {
        var run = await CliRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.EndsWith(hint + "\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrat a oci:b", "'migrat' is not a command. Did you mean migrate?")]
    [InlineData("mirgate a oci:b", "'mirgate' is not a command. Did you mean migrate?")]
    [InlineData("comp", "'comp' is not a command. Did you mean completion?")]
    [InlineData("batch rum", "'rum' is not a command. Did you mean run?")]
    [InlineData("batch st", "'st' is not a command.")]
    [InlineData("man migrat", "'migrat' is not a command. Did you mean migrate?")]
    [InlineData("help", "'help' is not a command. Did you mean --help?")]
    [InlineData("frobnicate", "'frobnicate' is not a command.")]
    [InlineData("--verson", "'--verson' is not an option here. Did you mean --version?")]
    [InlineData("migrate a oci:b -dry-run", "'-dry-run' is not an option here. Did you mean --dry-run?")]
    [InlineData("migrate a oci:b --dryrun", "'--dryrun' is not an option here. Did you mean --dry-run?")]
    [InlineData("migrate --profil spin1 a oci:b", "'--profil' is not an option here. Did you mean --profile?")]
    [InlineData("migrate a oci:b --sign", "'--sign' is not an option here.")]
    [InlineData("verify a --bindle-u", "'--bindle-u' is not an option here. Did you mean --bindle-username?")]
    [InlineData("migrate a --varable=token=s3cret", "'--varable' is not an option here. Did you mean --variable?")]
    [InlineData("restore oci:b out --kering k", "'--kering' is not an option here.")]
    [InlineData("migrate a oci:b c d", "'c' is one argument too many.\nbindle2oci: 'd' is one argument too many.")]
    public async Task Run_UnknownWord_IsNamedWithWhatMayBeMeant(string line, string says)
    {
        var run = await CliRun.OfAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"bindle2oci: {says}\nTry: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ArgumentBehindTwoHyphens_IsNoOption()
    {
        var run = await CliRun.OfAsync("inspect", "--", "--profile");

        Assert.Equal(ExitCode.Source, run.ExitCode);
        Assert.Contains("--profile", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<source>", "migrate", "", "oci:b")]
    [InlineData("<target>", "migrate", "a", "")]
    [InlineData("<dir>", "restore", "oci:b", "")]
    [InlineData("--id", "inspect", "a", "--id", "")]
    public async Task Run_EmptyText_ExitsWith2AndNamesTheArgument(string says, params string[] args)
    {
        var run = await CliRun.OfAsync(args);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"{says} is empty", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ArgumentWithAtSign_IsNotReadAsAFileOfArguments()
    {
        var run = await CliRun.OfAsync("inspect", "@nowhere");

        Assert.Equal(ExitCode.Source, run.ExitCode);
        Assert.Contains("@nowhere", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ControlCharactersInAnArgument_AreEscaped()
    {
        var run = await CliRun.OfAsync("migrate", "a", "oci:b", "--profile", "\u001b[2Jx");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Error);
        Assert.Contains("\\u001b[2Jx", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate testdata/petstore mover:s3cretPW@registry.example.com/x:1")]
    [InlineData("migrate testdata/petstore mover:s3cret/PW@registry.example.com:5000/x:1 -o json")]
    [InlineData("inspect mover:s3cretPW@registry.example.com/x -o json")]
    [InlineData("inspect https://u:s3cretPW@host.example.com/v1 -o json")]
    [InlineData("inspect https://s3cretPW@host.example.com/v1")]
    [InlineData("restore mover:s3cretPW@registry.example.com/x@sha256:12 out")]
    [InlineData("verify testdata/petstore mover:s3cretPW@localhost/x -o json")]
    public async Task Run_LoginTypedBeforeTheHost_IsNotRepeatedAndSaysWherePasswordsGo(string line)
    {
        var run = await CliRun.OfAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--password-stdin", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("mover", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect a --id mover:s3cretPW@host", "***@host")]
    [InlineData("migrate a oci:b --profile mover:s3cretPW@host", "***@host")]
    [InlineData("migrate a oci:b mover:s3cretPW@host", "***@host")]
    [InlineData("migrate a localhost:1/app --insecure https://mover:s3cretPW@host", "***@host")]
    [InlineData("inspect a --bindle-server https://mover:s3cretPW@host/v1", "at host")]
    public async Task Run_LoginInAnotherPlace_IsCutOutOfTheMessage(string line, string says)
    {
        var run = await CliRun.OfAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5000/team/app@sha256:0000")]
    [InlineData("team/app:1.2.0@sha256:0000")]
    [InlineData("app:1.2.0@sha256:0000")]
    [InlineData("oci:my@folder:1.2.0")]
    [InlineData("bindle:me@example.com/shop/1.0.0")]
    [InlineData("./a:b@c")]
    [InlineData("me@example.com")]
    [InlineData("HOST[:PORT]/REPOSITORY[:TAG][@DIGEST]")]
    public void Redact_ReferenceOrPath_StaysAsItIs(string text)
    {
        Assert.Equal(text, TypedLogin.Redact(text));
        Assert.Equal($"'{text}' is wrong.", TypedLogin.Redact($"'{text}' is wrong."));
    }
}
