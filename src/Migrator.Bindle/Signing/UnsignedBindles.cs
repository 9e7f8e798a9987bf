namespace Migrator.Bindle.Signing;

/// <summary>What becomes of a bindle without a signature (spec/bindle.md 4.1, 10.4 row 67).</summary>
public enum UnsignedBindles
{
    /// <summary>It is refused, as by Bindle since 0.9.</summary>
    Refuse,

    /// <summary>It is taken with a warning, as by Bindle up to 0.8.</summary>
    Accept,
}
