using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Snapshooter.Xunit;
using static Migrator.Bindle.Tests.Verification.Bindles;

namespace Migrator.Bindle.Tests.Verification;

public sealed class BindleVerifierTests
{
    [Fact]
    public async Task VerifyAsync_ManyFaults_TellsAllInOrder()
    {
        var outcome = await VerifyAsync(
            "yanked=true\n" + Head.Replace("a/b", "../x", StringComparison.Ordinal) + "zzz=1\n"
            + Parcel("one", "23f310b5") + Member("files", "/etc/passwd") + Member("files", "x")
            + Member("files", "x", B) + Member("files", "x/y", requires: "'other'")
            + Member("other", "a\\nb", requires: "'files', 'nowhere'")
            + Parcel("lost", "0" + A[1..]) + Parcel("big", B, size: 5L << 30)
            + "[[group]]\nname='files'\nrequired=true\n[[group]]\nname='files'\n"
            + "[[group]]\nname='other'\nsatisfiedBy='anyOf'\n");

        Assert.Null(outcome.Bindle);
        Snapshot.Match(string.Join('\n', outcome.Findings));
    }

    [Fact]
    public async Task VerifyAsync_ReadingLeftNoModel_GivesWhatReadingFound()
    {
        var outcome = await VerifyAsync("a = ");

        Assert.Null(outcome.Bindle);
        Assert.Equal(ReadingFindings.NotToml, Assert.Single(outcome.Findings).Kind);
    }

    [Fact]
    public async Task VerifyAsync_SameDigestTwice_ProbesOnceAndNeverABadDigest()
    {
        var parcels = new MemoryParcels();
        parcels.Add("a"u8.ToArray());
        var package = Package(Head + Parcel("f") + Parcel("g") + Parcel("h", "../../evil"), parcels);

        await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);

        Assert.Equal([A], parcels.Probed);
    }

    [Fact]
    public async Task VerifyAsync_UpperCaseDigestLeniently_IsLowerCaseInTheProofAndAsWrittenInThePackage()
    {
        var outcome = await VerifyAsync(
            Head + Parcel("f", A.ToUpperInvariant()),
            new VerificationPolicy { Lenient = true });

        var finding = Assert.Single(outcome.Findings);
        Assert.Equal((VerifyFindings.UpperCaseDigest, FindingLevel.Warning), (finding.Kind, finding.Level));
        Assert.Equal(A, outcome.Bindle!.Invoice.Parcels[0].Label.Sha256);
        Assert.Equal(A.ToUpperInvariant(), outcome.Bindle.Package.Invoice!.Parcels[0].Label.Sha256);
    }

    [Fact]
    public async Task VerifyAsync_KnotOfCircles_IsToldOnceWithItsPath()
    {
        var outcome = await VerifyAsync(
            Head + Member("c", "1", A, "'a'") + Member("a", "2", A, "'b','a'") + Member("b", "3", A, "'c','a'")
            + Member("d", "4", A, "'d'") + "[[group]]\nname='a'\n[[group]]\nname='b'\n[[group]]\nname='c'\n"
            + "[[group]]\nname='d'\n");

        Assert.Equal(
            [
                "Groups require each other in a circle: 'c' -> 'a' -> 'b' -> 'c'; each is taken once.",
                "Groups require each other in a circle: 'd' -> 'd'; each is taken once.",
            ],
            outcome.Findings.Select(finding => finding.Message));
    }

    [Fact]
    public async Task VerifyAsync_FiveThousandGroupsRequiringEachOther_TellsACircleAParcelAtMost()
    {
        // 20 parcels in 5,000 groups, each requiring the same 5,000: half a billion edges from group to group.
        var groups = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"'g{i}'"));
        var parcels = Enumerable.Range(0, 20).Select(i => Parcel(
            $"f{i}",
            rest: $"[parcel.conditions]\nmemberOf = [{groups}]\nrequires = [{groups}]"));

        var outcome = await VerifyAsync(Head + string.Concat(parcels));

        Assert.InRange(outcome.Findings.Count(finding => finding.Kind == VerifyFindings.RequiresCycle), 1, 20);
        Assert.Equal(5_000, outcome.Findings.Count(finding => finding.Kind == VerifyFindings.UndefinedGroup));
    }

    [Fact]
    public async Task HashParcelsAsync_GoodParcels_FindsNothing()
    {
        var outcome = await VerifyAsync(Head + Parcel("f") + Parcel("g", B));

        Assert.Empty(await BindleVerifier.HashParcelsAsync(outcome.Bindle!, CancellationToken.None));
    }

    [Theory]
    [InlineData("x", "error BM2303")]
    [InlineData("", "error BM2302")]
    [InlineData("aa", "error BM2302")]
    public async Task HashParcelsAsync_OtherBytes_TellsWhatDiffers(string bytes, string expected)
    {
        var parcels = new MemoryParcels();
        parcels.Add("a"u8.ToArray());
        var bindle = await VerifiedAsync(Head + Parcel("f"), parcels);
        parcels.Put(A, System.Text.Encoding.UTF8.GetBytes(bytes));

        var finding = Assert.Single(await BindleVerifier.HashParcelsAsync(bindle, CancellationToken.None));

        Assert.StartsWith(expected, finding.ToString(), StringComparison.Ordinal);
        Assert.Contains(A, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadParcelAsync_GoodParcel_GivesItsBytes()
    {
        var bindle = await VerifiedAsync(Head + Parcel("f"));

        var bytes = await bindle.ReadParcelAsync(bindle.Invoice.Parcels[0].Label, 1, CancellationToken.None);

        Assert.Equal("a"u8.ToArray(), bytes);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("aa")]
    public async Task ReadParcelAsync_OtherBytes_IsAMismatch(string bytes)
    {
        var parcels = new MemoryParcels();
        parcels.Add("a"u8.ToArray());
        var bindle = await VerifiedAsync(Head + Parcel("f"), parcels);
        parcels.Put(A, System.Text.Encoding.UTF8.GetBytes(bytes));

        var mismatch = await Assert.ThrowsAsync<ParcelMismatchException>(
            () => bindle.ReadParcelAsync(bindle.Invoice.Parcels[0].Label, 10, CancellationToken.None));

        Assert.Equal(A, mismatch.Sha256);
    }

    [Fact]
    public async Task ReadParcelAsync_OverTheCap_IsRefusedBeforeReading()
    {
        var bindle = await VerifiedAsync(Head + Parcel("f"));

        var refusal = await Assert.ThrowsAsync<ParcelTooLargeException>(
            () => bindle.ReadParcelAsync(bindle.Invoice.Parcels[0].Label, 0, CancellationToken.None));

        Assert.Equal((1, 0), (refusal.Size, refusal.Cap));
    }

    private static async Task<VerifiedBindle> VerifiedAsync(string toml, MemoryParcels? parcels = null)
    {
        BindlePackage package = Package(toml, parcels);
        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        Assert.NotNull(outcome.Bindle);
        return outcome.Bindle;
    }
}
