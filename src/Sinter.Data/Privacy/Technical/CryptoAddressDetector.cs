namespace Sinter.Data.Privacy;

/// <summary>
/// Addresses of crypto currencies with checksums: Bitcoin, Litecoin, Dogecoin and Tron in base 58 (with their version byte), Bitcoin and Litecoin in bech32 and bech32m, and Ethereum,
/// whose checksum is in the case of the letters (EIP-55) where both cases stand.
/// </summary>
internal sealed class CryptoAddressDetector : IPersonalDetector
{
    private const int LongestRun = 256;
    private const int EtherLength = 42;

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.CryptoAddress];

    public PersonalAnchors Anchors => PersonalAnchors.LongToken;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start > LongestRun)
        {
            return;
        }

        for (var at = start; at < end;)
        {
            var length = text[at..end].IndexOfAny("+/=_-");
            var stop = length < 0 ? end : at + length;
            var score = Score(text[at..stop]);
            if (score > 0)
            {
                found.Add(new PersonalSpan(at, stop - at, PersonalKinds.CryptoAddress, score));
            }

            at = stop + 1;
        }
    }

    private static float Score(ReadOnlySpan<char> run)
    {
        if (run.Length is < 25 or > 90)
        {
            return 0;
        }

        if (run.Length == EtherLength && run[0] == '0' && run[1] is 'x')
        {
            return EthereumAddress.Score(run[2..]);
        }

        if (run.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) || run.StartsWith("tb1", StringComparison.OrdinalIgnoreCase) || run.StartsWith("ltc1", StringComparison.OrdinalIgnoreCase))
        {
            return Bech32.IsValid(run) ? 1f : 0;
        }

        return run.Length <= 35 && run[0] is '1' or '3' or 'm' or 'n' or '2' or 'L' or 'M' or 'D' or 'A' or '9' or 'T' && Base58.HasAddress(run) ? 1f : 0;
    }
}
