using Migrator.Bindle.Verification;
using static Migrator.Bindle.Verification.FindingLevel;

namespace Migrator.Engine.Audit;

/// <summary>What an audit can say: BM4500 to BM4599.</summary>
public static class AuditFindings
{
    /// <summary>The reference leads nowhere.</summary>
    public static readonly FindingKind NoSuchArtifact = new("BM4500", Error, "no such artifact");

    /// <summary>The artifact is nothing that a bindle becomes.</summary>
    public static readonly FindingKind NotFromABindle = new("BM4501", Error, "not an artifact of a bindle");

    /// <summary>A manifest is not readable.</summary>
    public static readonly FindingKind ManifestUnreadable = new("BM4502", Error, "manifest unreadable");

    /// <summary>A blob that the manifest names is not there.</summary>
    public static readonly FindingKind BlobMissing = new("BM4503", Error, "blob missing");

    /// <summary>A blob's bytes have another digest or length than the manifest says.</summary>
    public static readonly FindingKind BlobDamaged = new("BM4504", Error, "blob damaged");

    /// <summary>The locked app is not readable.</summary>
    public static readonly FindingKind AppUnreadable = new("BM4505", Error, "application unreadable");

    /// <summary>The config blob is not the application layer with the image keys added.</summary>
    public static readonly FindingKind UniversalConfig = new("BM4506", Error, "config is not the application");

    /// <summary>The image config is not the one of a Spin artifact, or its label names another application.</summary>
    public static readonly FindingKind ImageConfig = new("BM4507", Error, "image config differs");

    /// <summary>
    /// The bindle itself cannot be understood as a Spin application, so there is nothing to compare with.
    /// </summary>
    public static readonly FindingKind BindleNotJudged = new("BM4508", Error, "bindle cannot be judged");

    /// <summary>The application's name differs.</summary>
    public static readonly FindingKind Name = new("BM4510", Error, "name differs");

    /// <summary>The application's version is neither the bindle's full one nor the one before <c>+</c>.</summary>
    public static readonly FindingKind Version = new("BM4511", Error, "version differs");

    /// <summary>The application's description or authors differ.</summary>
    public static readonly FindingKind About = new("BM4512", Error, "description or authors differ");

    /// <summary>The application's trigger differs: its type, base, address or settings.</summary>
    public static readonly FindingKind AppTrigger = new("BM4513", Error, "application trigger differs");

    /// <summary>A variable differs.</summary>
    public static readonly FindingKind Variables = new("BM4514", Error, "variable differs");

    /// <summary>The application has something that the bindle does not say.</summary>
    public static readonly FindingKind AppSurplus = new("BM4515", Error, "surplus in the application");

    /// <summary>A component of the bindle is not in the artifact.</summary>
    public static readonly FindingKind ComponentMissing = new("BM4520", Error, "component missing");

    /// <summary>A component of the artifact is not in the bindle.</summary>
    public static readonly FindingKind ComponentSurplus = new("BM4521", Error, "component surplus");

    /// <summary>A component has another id.</summary>
    public static readonly FindingKind ComponentId = new("BM4522", Error, "component id differs");

    /// <summary>A component has another module.</summary>
    public static readonly FindingKind Module = new("BM4523", Error, "module differs");

    /// <summary>A component's environment differs.</summary>
    public static readonly FindingKind Environment = new("BM4524", Error, "environment differs");

    /// <summary>A component's config differs.</summary>
    public static readonly FindingKind Config = new("BM4525", Error, "config differs");

    /// <summary>A component's allowed hosts differ.</summary>
    public static readonly FindingKind AllowedHosts = new("BM4526", Error, "allowed hosts differ");

    /// <summary>
    /// A component's stores, models or description differ, or it has something that the bindle does not say.
    /// </summary>
    public static readonly FindingKind ComponentMetadata = new("BM4527", Error, "component metadata differs");

    /// <summary>Components share an id and, as with Spin 1, the last one's module.</summary>
    public static readonly FindingKind DuplicateId = new("BM4528", Warning, "components share an id");

    /// <summary>A file is missing.</summary>
    public static readonly FindingKind FileMissing = new("BM4530", Error, "file missing");

    /// <summary>A file is not in the bindle.</summary>
    public static readonly FindingKind FileSurplus = new("BM4531", Error, "file surplus");

    /// <summary>A file has other bytes.</summary>
    public static readonly FindingKind FileDiffers = new("BM4532", Error, "file differs");

    /// <summary>Two parcels have one path, and the artifact has the earlier one, as chance had it with Spin.</summary>
    public static readonly FindingKind EarlierParcel = new("BM4533", Warning, "earlier parcel for the path");

    /// <summary>Inlined bytes are not those of the digest beside them.</summary>
    public static readonly FindingKind Inline = new("BM4534", Error, "inlined bytes differ");

    /// <summary>Bytes are inlined above the limit of 128 bytes, or are not below it.</summary>
    public static readonly FindingKind InlineLimit = new("BM4535", Warning, "inlined against the rule");

    /// <summary>A trigger is missing.</summary>
    public static readonly FindingKind TriggerMissing = new("BM4540", Error, "trigger missing");

    /// <summary>A trigger is not in the bindle.</summary>
    public static readonly FindingKind TriggerSurplus = new("BM4541", Error, "trigger surplus");

    /// <summary>A trigger has another id or type.</summary>
    public static readonly FindingKind TriggerId = new("BM4542", Error, "trigger id or type differs");

    /// <summary>A route differs.</summary>
    public static readonly FindingKind Route = new("BM4543", Error, "route differs");

    /// <summary>A trigger's settings differ: executor, channel or others.</summary>
    public static readonly FindingKind TriggerConfig = new("BM4544", Error, "trigger settings differ");

    /// <summary>The base path was mended: it had no leading slash and matched nothing on Spin 1.</summary>
    public static readonly FindingKind BaseMended = new("BM4545", Warning, "base path mended");

    /// <summary>A layer that the application needs is not in the manifest.</summary>
    public static readonly FindingKind LayerMissing = new("BM4550", Error, "layer missing");

    /// <summary>A layer that the application does not use.</summary>
    public static readonly FindingKind LayerSurplus = new("BM4551", Error, "layer surplus");

    /// <summary>The layers are complete, but in an order or with repeats that no Spin writes.</summary>
    public static readonly FindingKind LayerOrder = new("BM4552", Warning, "layers in another order");

    /// <summary>An archive layer cannot be unpacked.</summary>
    public static readonly FindingKind ArchiveUnreadable = new("BM4553", Error, "archive unreadable");

    /// <summary>An archive layer does not hold the files of a component.</summary>
    public static readonly FindingKind ArchiveDiffers = new("BM4554", Error, "archive differs");

    /// <summary>The bindle does not go along with the artifact.</summary>
    public static readonly FindingKind NoReferrer = new("BM4560", Note, "no copy of the bindle");

    /// <summary>The invoice in the artifact or its referrer is not the bindle's, byte for byte.</summary>
    public static readonly FindingKind InvoiceDiffers = new("BM4561", Error, "invoice differs");

    /// <summary>A layer of the bindle's copy is not the invoice's parcel at that place.</summary>
    public static readonly FindingKind ParcelLayer = new("BM4562", Error, "layer is not the parcel");

    /// <summary>Another bindle's copy refers to the same artifact.</summary>
    public static readonly FindingKind OtherReferrer = new("BM4563", Note, "copy of another bindle");

    /// <summary>A difference that Spin makes when it pushes an author's source instead of a bindle.</summary>
    public static readonly FindingKind SpinsOwnWay = new("BM4570", Warning, "as Spin writes it");

    /// <summary>There are more findings of a kind than are listed.</summary>
    public static readonly FindingKind More = new("BM4599", Note, "more of the same");
}
