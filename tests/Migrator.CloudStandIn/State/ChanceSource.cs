namespace Migrator.StandIn.State;

/// <summary>Ids, domain suffixes and codes, the same for the same seed and order.</summary>
internal sealed class ChanceSource(int seed)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    internal Guid NextId()
    {
        lock (_lock)
        {
            var bytes = new byte[16];
            _random.NextBytes(bytes);
            bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
            bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
            return new Guid(bytes, bigEndian: true);
        }
    }

    internal string NextText(int length)
    {
        lock (_lock)
        {
            return new string(_random.GetItems<char>(Letters, length));
        }
    }
}
