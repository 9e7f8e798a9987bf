using System.Numerics;

namespace Migrator.Bindle.Signing;

/// <summary>Tells whether 32 bytes are a point of the curve of Ed25519 (RFC 8032 5.1.3).</summary>
/// <remarks>
/// Bindle calls a key that is none corrupt, and one that is a point but too weak unverified; the library refuses both
/// alike. The coordinate is taken modulo p, as Bindle takes it. Public keys only: the time taken depends on them.
/// </remarks>
internal static class Ed25519Point
{
    public const int Length = 32;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Modulo(-121665 * BigInteger.ModPow(121666, P - 2, P));

    public static bool IsOnCurve(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != Length)
        {
            return false;
        }

        Span<byte> y = stackalloc byte[Length];
        encoded.CopyTo(y);
        y[^1] &= 0x7F;
        var square = Modulo(BigInteger.Pow(new BigInteger(y, isUnsigned: true), 2));

        // x^2 = (y^2 - 1) / (d y^2 + 1) has a root when numerator times denominator has (Euler's criterion).
        var product = Modulo((square - 1) * ((D * square) + 1));
        return product.IsZero || BigInteger.ModPow(product, (P - 1) / 2, P).IsOne;
    }

    private static BigInteger Modulo(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
