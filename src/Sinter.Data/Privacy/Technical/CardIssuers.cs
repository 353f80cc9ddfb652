using System.Globalization;

namespace Sinter.Data.Privacy;

/// <summary>The ranges of the issuers of payment cards, as they publish them: first digits and lengths.</summary>
internal static class CardIssuers
{
    // First and last of a range, over as many digits as are written; the lengths; how telling the range is.
    private static readonly (string First, string Last, int Shortest, int Longest, float Sure)[] Ranges =
    [
        ("4", "4", 16, 16, 1f), ("4", "4", 13, 13, 0.6f), ("4", "4", 19, 19, 0.8f),
        ("51", "55", 16, 16, 1f), ("2221", "2720", 16, 16, 1f),
        ("34", "34", 15, 15, 1f), ("37", "37", 15, 15, 1f),
        ("6011", "6011", 16, 19, 1f), ("644", "649", 16, 19, 1f), ("65", "65", 16, 19, 1f),
        ("300", "305", 14, 19, 0.9f), ("3095", "3095", 14, 19, 0.9f), ("36", "36", 14, 19, 0.9f), ("38", "39", 14, 19, 0.9f),
        ("3528", "3589", 16, 19, 1f), ("62", "62", 16, 19, 0.95f), ("2200", "2204", 16, 19, 0.95f),
        ("81", "82", 16, 16, 0.7f), ("60", "60", 16, 16, 0.7f),
        ("50", "50", 12, 19, 0.5f), ("56", "58", 12, 19, 0.5f), ("6", "6", 12, 19, 0.5f),
    ];

    /// <summary>How much the first digits and the length tell of a card, from 0 (no issuer has such) to 1.</summary>
    public static float Sureness(ReadOnlySpan<char> digits)
    {
        var most = 0f;
        foreach (var (first, last, shortest, longest, sure) in Ranges)
        {
            if (sure > most && digits.Length >= shortest && digits.Length <= longest)
            {
                var head = int.Parse(digits[..first.Length], NumberStyles.None, CultureInfo.InvariantCulture);
                if (head >= int.Parse(first, NumberStyles.None, CultureInfo.InvariantCulture) && head <= int.Parse(last, NumberStyles.None, CultureInfo.InvariantCulture))
                {
                    most = sure;
                }
            }
        }

        return most;
    }
}
