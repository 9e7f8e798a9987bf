namespace Migrator.Cli.Tests.Shells;

public sealed class CompletionsTests
{
    [Theory]
    [InlineData("bindle2oci ver", "verify")]
    [InlineData("./bindle2oci ver", "verify")]
    [InlineData("bindle2oci migrate --prof", "--profile")]
    [InlineData("bindle2oci migrate ./shop --profile ", "bindle,spin1,spin2,universal")]
    [InlineData("bindle2oci migrate ./shop --profile sp", "spin1,spin2")]
    [InlineData("bindle2oci migrate ./shop --profile=sp", "--profile=spin1,--profile=spin2")]
    [InlineData("bindle2oci migrate ./shop --on-failure=", "--on-failure=keep,--on-failure=rollback")]
    [InlineData("bindle2oci migrate --keyring=./k", "")]
    [InlineData("bindle2oci migrate --nothing=", "")]
    [InlineData("bindle2oci verify --require-signature ", "false,true")]
    [InlineData("bindle2oci verify --strategy G", "GreedyVerification")]
    [InlineData("bindle2oci verify --strategy Multi", "MultipleAttestationGreedy[,MultipleAttestation[")]
    [InlineData("bindle2oci migrate --hel", "--help")]
    [InlineData("bindle2oci --hel", "--help")]
    [InlineData("bindle2oci migrate ./shop --dry-run ", "")]
    [InlineData("bindle2oci man ba", "batch")]
    [InlineData("bindle2oci man batch r", "report,run")]
    [InlineData("bindle2oci batch ", "init,plan,report,run,status,verify")]
    [InlineData("bindle2oci batch run --sh", "--shard")]
    [InlineData("bindle2oci completion ", "bash,fish,powershell,zsh")]
    [InlineData("bindle2oci migrate ", "")]
    [InlineData("bindle2oci migrate ./sh", "")]
    [InlineData("bindle2oci verify --keyring ", "")]
    [InlineData("bindle2oci", "")]
    public async Task Complete_Line_OffersWhatMayComeNext(string line, string expected)
    {
        var run = await CliRun.OfAsync("complete", "--", line);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), run.Output.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Complete_AtTheStart_OffersTheCommandsOfTheHelp()
    {
        var run = await CliRun.OfAsync("complete", "--", "bindle2oci ");

        Assert.Equal(
            [
                "batch", "completion", "inspect", "login", "logout", "man", "migrate", "restore", "rollback", "status",
                "verify",
            ],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Completion_OfAnUnknownShell_IsAUsageError()
    {
        var run = await CliRun.OfAsync("completion", "tcsh");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Output);
    }
}
