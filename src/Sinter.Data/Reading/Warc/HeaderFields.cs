using System.Text;

namespace Sinter.Data.Reading.Warc;

/// <summary>The fields of a WARC or HTTP header: <c>Name: value</c> a line, with CR LF or LF; a line that begins with a space goes on with the one before.</summary>
internal readonly ref struct HeaderFields(ReadOnlySpan<byte> lines)
{
    private readonly ReadOnlySpan<byte> _lines = lines;

    /// <summary>The length of a header with the empty line that ends it; -1 where there is none.</summary>
    /// <param name="bytes">A header and what follows.</param>
    /// <param name="from">Where to begin to look.</param>
    public static int Length(ReadOnlySpan<byte> bytes, int from = 0)
    {
        for (var at = from; ;)
        {
            var line = bytes[at..].IndexOf((byte)'\n');
            if (line < 0)
            {
                return -1;
            }

            at += line + 1;
            if (at < bytes.Length && bytes[at] == '\n')
            {
                return at + 1;
            }

            if (at + 1 < bytes.Length && bytes[at] == '\r' && bytes[at + 1] == '\n')
            {
                return at + 2;
            }
        }
    }

    /// <summary>The first value of a field, without the spaces around it; empty where it does not stand there.</summary>
    /// <param name="name">The name in any case.</param>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name)
    {
        var rest = _lines;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.Length > name.Length && line[name.Length] == ':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return Trim(rest[(name.Length + 1)..Unfolded(rest)]);
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return [];
    }

    /// <summary>The value as text, UTF-8 or else Latin-1; null where it does not stand there.</summary>
    public string? Text(ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        return value.IsEmpty ? null
            : System.Text.Unicode.Utf8.IsValid(value) ? Encoding.UTF8.GetString(value)
            : Encoding.Latin1.GetString(value);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8);

    /// <summary>Where a value ends: with the first line that the next one does not go on with.</summary>
    private static int Unfolded(ReadOnlySpan<byte> rest)
    {
        for (var at = 0; ;)
        {
            var line = rest[at..].IndexOf((byte)'\n');
            if (line < 0)
            {
                return rest.Length;
            }

            at += line + 1;
            if (at == rest.Length || rest[at] is not ((byte)' ' or (byte)'\t'))
            {
                return at;
            }
        }
    }
}
