using System.Text;
using CsCheck;
using Migrator.Bindle.Signing;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Signing;

/// <summary>The strict form of Ed25519 (spec/bindle.md 4.3, 10.4 rows 76 to 78).</summary>
public sealed class Ed25519CheckTests
{
    private static readonly byte[] Text = "text"u8.ToArray();

    /// <summary>All points of small order: orders 1, 2, 4, 4, 8, 8, 8, 8, and two other spellings.</summary>
    public static TheoryData<string> SmallOrder => new(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void Judge_KeyOfSmallOrder_IsAPointAndNeverValid(string key)
    {
        // With R the identity and S zero, a check that is not strict takes any text for one key in eight.
        byte[] signature = [1, .. new byte[63]];

        for (byte i = 0; i < 16; i++)
        {
            Assert.Equal(SignatureState.Invalid, Judge(Convert.FromHexString(key), signature, [i]));
        }
    }

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void Judge_PointOfSmallOrderInTheSignature_IsInvalid(string point)
    {
        using var signer = new BindleSigner("signer");

        byte[] signature = [.. Convert.FromHexString(point), .. new byte[32]];

        var state = Judge(Convert.FromBase64String(signer.KeyId), signature, Text);

        Assert.Equal(SignatureState.Invalid, state);
    }

    /// <summary>
    /// A key with a part of order 8, made for this test. Its signatures satisfy the equation without cofactor only when
    /// the hash divides by 8; a check with cofactor would take both.
    /// </summary>
    [Theory]
    [InlineData(
        "a128896d8342f2948cf4a341b8f8b43bdc3ba5d9c0ca2f50377f06d0087cdd06" +
        "96a52f1c26334a512c80bacf59e04c59096ae91475acbc2f3ef0f5b5a3a4170a", true)]
    [InlineData(
        "824dea66509b4233c7542a136dc6786de4610772ee6b5a4b2d859e5995ef1ab6" +
        "ad42ee60540f75443449840090452d5050b45defd3e4fdb8f9ddfc04a7544c01", false)]
    public void Judge_KeyOfMixedOrder_IsHeldToTheEquationWithoutCofactor(string signature, bool isValid)
    {
        var key = Convert.FromHexString("e7b40e257c2b24e81e37cf46babdfcfc3586bda26789d4d9354484225c601031");

        var state = Judge(key, Convert.FromHexString(signature), Text);

        Assert.Equal(isValid ? SignatureState.Valid : SignatureState.Invalid, state);
    }

    [Fact]
    public void Judge_NumberAboveTheGroupsOrder_IsInvalid()
    {
        using var signer = new BindleSigner("signer");
        var signature = Convert.FromBase64String(signer.Sign(Text));
        AddGroupOrder(signature.AsSpan(32));

        Assert.Equal(SignatureState.Invalid, Judge(Convert.FromBase64String(signer.KeyId), signature, Text));
    }

    [Fact]
    public void Judge_NumberWithAHighBit_IsCorrupt()
    {
        using var signer = new BindleSigner("signer");
        var signature = Convert.FromBase64String(signer.Sign(Text));
        signature[63] |= 0x20;

        Assert.Equal(SignatureState.CorruptSignature, Judge(Convert.FromBase64String(signer.KeyId), signature, Text));
    }

    [Fact]
    public void Judge_BytesThatAreNoPoint_AreACorruptKey() =>
        Assert.Equal(SignatureState.CorruptKey, Judge([2, .. new byte[31]], new byte[64], Text));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Judge_KeyOfOtherLength_IsCorrupt(int length) =>
        Assert.Equal(SignatureState.CorruptKey, Judge(new byte[length], new byte[64], Text));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void Judge_SignatureOfOtherLength_IsCorrupt(int length)
    {
        using var signer = new BindleSigner("signer");

        var state = Judge(Convert.FromBase64String(signer.KeyId), new byte[length], Text);

        Assert.Equal(SignatureState.CorruptSignature, state);
    }

    [Fact]
    public void Judge_AnyTextAndAnyBitFlipped_IsValidOnlyUnflipped() =>
        Gen.Select(Gen.String, Gen.Int[0, 255], Gen.String[Gen.Char.AlphaNumeric, 1, 8]).Sample(
            (text, bit, name) =>
            {
                using var signer = new BindleSigner(name);
                var (key, bytes) = (Convert.FromBase64String(signer.KeyId), Encoding.UTF8.GetBytes(text));
                var signature = Convert.FromBase64String(signer.Sign(bytes));
                var flipped = signature.ToArray();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));

                Assert.Equal(SignatureState.Valid, Judge(key, signature, bytes));
                Assert.Equal(SignatureState.Invalid, Judge(key, flipped, bytes));
            },
            iter: 200);

    [Theory]
    [InlineData("QQ", true)]
    [InlineData("QQ=", true)]
    [InlineData("QQ==", true)]
    [InlineData("QUI", true)]
    [InlineData("QUJD", true)]
    [InlineData("", true)]
    [InlineData("Q", false)]
    [InlineData("Q===", false)]
    [InlineData("QQ===", false)]
    [InlineData("QUI==", false)]
    [InlineData("QUJD=", false)]
    [InlineData("QR==", false)]
    [InlineData("Q Q=", false)]
    [InlineData("QQ==\n", false)]
    [InlineData("Q=Q=", false)]
    [InlineData("-_-_", false)]
    [InlineData("äöüß", false)]
    public void TryDecode_AnySpelling_IsTakenAsBindleTakesIt(string text, bool isTaken) =>
        Assert.Equal(isTaken, Base64Text.TryDecode(text, out _));

    private static SignatureState Judge(byte[] key, byte[] signature, ReadOnlySpan<byte> text) =>
        Ed25519Check.Judge(key, Convert.ToBase64String(signature), text);

    private static void AddGroupOrder(Span<byte> number)
    {
        var order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        var carry = 0;
        for (var i = 0; i < number.Length; i++)
        {
            carry += number[i] + order[i];
            number[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
