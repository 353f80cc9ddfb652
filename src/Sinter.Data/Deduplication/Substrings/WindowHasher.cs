namespace Sinter.Data.Deduplication.Substrings;

/// <summary>Hashes chosen windows of documents; it belongs to one thread.</summary>
/// <param name="reader">Reads the tokens.</param>
/// <param name="high">One hash of a window.</param>
/// <param name="low">Another.</param>
/// <param name="window">How many tokens a window has.</param>
/// <param name="writer">Takes the windows.</param>
/// <param name="cancellation">Asks to stop.</param>
internal sealed class WindowHasher(TokenReader reader, PolynomialHash high, PolynomialHash low, int window, WindowRepeats.Writer writer, CancellationToken cancellation)
{
    private readonly TokenRing _high = new(window + 1);
    private readonly TokenRing _low = new(window + 1);
    private readonly TokenRing _starts = new(window + 1);

    /// <summary>Adds windows of a document, given in order; gives its number.</summary>
    public int Add(IReadOnlyList<WindowRange> windows, string text)
    {
        cancellation.ThrowIfCancellationRequested();
        reader.Read(text);
        var document = windows[0].Document;
        var (range, first, behind) = (0, windows[0].First, windows[0].First + windows[0].Count);
        var (begun, hashHigh, hashLow) = (0, 0UL, 0UL);
        for (var token = 0; range < windows.Count && reader.MoveNext(); token++)
        {
            if (token < first)
            {
                // No window that is asked for has this token; the hash begins anew behind it.
                begun = token + 1;
                continue;
            }

            var (addedHigh, addedLow) = (high.Of(reader.Content), low.Of(reader.Content));
            (hashHigh, hashLow) = token == begun ? (addedHigh, addedLow)
                : token - begun < window ? (high.Append(hashHigh, addedHigh), low.Append(hashLow, addedLow))
                : (high.Roll(hashHigh, addedHigh, _high[token - window]), low.Roll(hashLow, addedLow, _low[token - window]));
            (_high[token], _low[token], _starts[token]) = (addedHigh, addedLow, (ulong)reader.From);
            var at = token - window + 1;
            if (at >= first)
            {
                writer.Add(document, hashHigh, hashLow, at, (int)_starts[at], reader.To);
                if (at + 1 == behind && ++range < windows.Count)
                {
                    (first, behind) = (windows[range].First, windows[range].First + windows[range].Count);
                }
            }
        }

        return document;
    }
}
