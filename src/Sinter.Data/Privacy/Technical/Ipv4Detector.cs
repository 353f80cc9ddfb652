namespace Sinter.Data.Privacy;

/// <summary>
/// IP addresses of version 4: four numbers from 0 to 255 without leading zeros. Addresses of private networks, of documentation and others that are not of the open net score
/// lower; what follows words such as "version" is none, and four small numbers need a word such as "address".
/// </summary>
internal sealed class Ipv4Detector : IPersonalDetector
{
    private const int LargestOfVersions = 20;
    private const int WordsOfVersions = 2;

    private static readonly ContextWords Versions = new(["version", "versions", "ver", "v", "release", "released", "firmware", "build", "section", "chapter", "update", "driver", "sdk", "assembly", "oid", "kapitel", "abschnitt"]);
    private static readonly ContextWords Network = new(["ip", "ipv", "address", "addr", "host", "server", "client", "dns", "gateway", "ping", "from", "login", "peer", "remote", "adresse", "dirección", "indirizzo", "adres", "adress"], "アドレス", "주소");

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Ipv4];

    public PersonalAnchors Anchors => PersonalAnchors.Number;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start > 3 || end >= text.Length || text[end] != '.' || (start > 0 && (CharacterClasses.Is(text[start - 1], CharacterClass.Letter) || text[start - 1] is '.' or '_' or '§')))
        {
            return;
        }

        var last = Read(text, start, out var address);
        if (last == 0 || CharacterClasses.Is(text, last, CharacterClass.Letter | CharacterClass.Digit) || (last + 1 < text.Length && text[last] is '.' or '-' && char.IsAsciiDigit(text[last + 1])))
        {
            return;
        }

        found.Add(new PersonalSpan(start, last - start, PersonalKinds.Ipv4, Score(text, start, address)));
    }

    /// <summary>Reads four numbers with dots between; gives where they end, 0 where there are none.</summary>
    public static int Read(ReadOnlySpan<char> text, int start, out uint address)
    {
        address = 0;
        var at = start;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0 && (at >= text.Length || text[at++] != '.'))
            {
                return 0;
            }

            var first = at;
            var value = 0;
            while (at < text.Length && at - first < 3 && char.IsAsciiDigit(text[at]))
            {
                value = (value * 10) + text[at++] - '0';
            }

            if (at == first || value > 255 || (text[first] == '0' && at - first > 1))
            {
                return 0;
            }

            address = (address << 8) | (uint)value;
        }

        return at;
    }

    /// <summary>Whether an address is of no use in the open net (RFC 6890 and those after it).</summary>
    public static bool IsReserved(uint address) =>
        (address >> 24) is 0 or 10 or 127 or >= 224 || (address >> 20) == 0xAC1 || (address >> 16) is 0xC0A8 or 0xA9FE || (address >> 22) == 0x191
        || (address >> 17) == 0x6309 || (address >> 8) is 0xC00000 or 0xC00002 or 0xC63364 or 0xCB0071;

    private static float Score(ReadOnlySpan<char> text, int start, uint address)
    {
        if (Versions.StandBefore(text, start, WordsOfVersions))
        {
            return Network.StandBefore(text, start) ? 0.5f : 0.2f;
        }

        // A mask of a network tells of nobody.
        if ((address >> 24) == 255 || address == 0)
        {
            return 0.2f;
        }

        var known = Network.StandBefore(text, start);
        var small = (address >> 24) <= LargestOfVersions && ((address >> 16) & 255) <= LargestOfVersions && ((address >> 8) & 255) <= LargestOfVersions && (address >> 24) != 10;
        return (small, IsReserved(address), known) switch
        {
            (true, _, false) => 0.4f,
            (_, true, false) => 0.6f,
            (_, true, true) => 0.75f,
            (true, _, true) => 0.7f,
            (_, _, false) => 0.9f,
            _ => 1f,
        };
    }
}
