using Migrator.Bindle.Invoices;
using Migrator.Engine.Inspection;

namespace Migrator.Engine.Tests.Inspection;

public sealed class BindleKindsTests
{
    private static readonly Parcel Data = ParcelOf("text/plain");
    private static readonly Parcel Wasm = ParcelOf("application/wasm");
    private static readonly Parcel Spin = ParcelOf("application/vnd.fermyon.spin+toml");
    private static readonly Parcel Handler = WithRoute(Wasm);

    [Fact]
    public void Of_NoParcel_IsData() => Assert.Equal(BindleKind.Data, KindOf());

    [Fact]
    public void Of_ModulesWithoutRoute_IsData() => Assert.Equal(BindleKind.Data, KindOf(Wasm, Data));

    [Fact]
    public void Of_AModuleWithARoute_IsWagi() => Assert.Equal(BindleKind.Wagi, KindOf(Data, Handler));

    [Fact]
    public void Of_ARouteOnWhatIsNoModule_IsData() => Assert.Equal(BindleKind.Data, KindOf(WithRoute(Data)));

    [Fact]
    public void Of_AHandlerInsideAGroup_IsData() => Assert.Equal(
        BindleKind.Data, KindOf(Handler with { Conditions = new Conditions { MemberOf = ["g"] } }));

    [Fact]
    public void Of_ASpinManifestBesideAHandler_IsSpin() => Assert.Equal(BindleKind.Spin, KindOf(Handler, Spin));

    private static BindleKind KindOf(params Parcel[] parcels) => BindleKinds.Of(new Invoice
    {
        BindleVersion = "1.0.0",
        Id = BindleId.Parse("a/1.0.0"),
        Parcels = [.. parcels],
    });

    private static Parcel ParcelOf(string mediaType) => new()
    {
        Label = new Label { Sha256 = new string('a', 64), MediaType = mediaType, Name = "x", Size = 1 },
    };

    private static Parcel WithRoute(Parcel parcel) => parcel with
    {
        Label = parcel.Label with
        {
            Features = parcel.Label.Features.Add("wagi", TextMap.Empty.Add("route", "/")),
        },
    };
}
