namespace Sinter.Data.Privacy;

/// <summary>The codes of countries in telephone numbers (ITU-T E.164), and how many digits follow them.</summary>
internal static class PhoneCountryCodes
{
    private const int UsualShortest = 7;
    private const int MostDigits = 15;

    private static readonly Dictionary<int, (int Shortest, int Longest)> Codes = Build();

    /// <summary>How many of some digits are the code of a country; 0 where they begin with none.</summary>
    /// <param name="digits">Digits after the plus sign.</param>
    /// <param name="shortest">The least number of digits after the code.</param>
    /// <param name="longest">The greatest.</param>
    public static int LengthOf(ReadOnlySpan<char> digits, out int shortest, out int longest)
    {
        var code = 0;
        for (var i = 0; i < Math.Min(3, digits.Length); i++)
        {
            code = (code * 10) + digits[i] - '0';
            if (Codes.TryGetValue(code, out var lengths))
            {
                (shortest, longest) = lengths;
                return i + 1;
            }
        }

        (shortest, longest) = (0, 0);
        return 0;
    }

    private static Dictionary<int, (int Shortest, int Longest)> Build()
    {
        var codes = new Dictionary<int, (int, int)>();

        // Codes of which no other is the beginning.
        Add([7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98]);
        Add([211, 212, 213, 216, 218, 290, 291, 297, 298, 299, 420, 421, 423, 670, 800, 808, 850, 852, 853, 855, 856, 870, 878, 880, 881, 882, 883, 886, 888, 979, 992, 993, 994, 995, 996, 998]);
        Add(Enumerable.Range(220, 39));
        Add(Enumerable.Range(260, 10));
        Add(Enumerable.Range(350, 10));
        Add(Enumerable.Range(370, 14));
        Add([385, 386, 387, 389]);
        Add(Enumerable.Range(500, 10));
        Add(Enumerable.Range(590, 10));
        Add(Enumerable.Range(672, 12));
        Add(Enumerable.Range(685, 8));
        Add(Enumerable.Range(960, 9));
        Add(Enumerable.Range(970, 8));
        foreach (var (code, shortest, longest) in (ReadOnlySpan<(int, int, int)>)
            [
                (1, 10, 10), (7, 10, 10), (31, 9, 9), (32, 8, 9), (33, 9, 9), (34, 9, 9), (39, 6, 11), (41, 9, 9), (43, 6, 13), (44, 9, 10), (45, 8, 8), (46, 7, 10), (47, 8, 8), (48, 9, 9), (49, 6, 12),
                (55, 10, 11), (61, 9, 9), (81, 9, 10), (82, 8, 10), (86, 9, 11), (91, 10, 10), (351, 9, 9), (353, 7, 9), (354, 7, 9), (358, 6, 11), (420, 9, 9), (972, 8, 9),
            ])
        {
            codes[code] = (shortest, longest);
        }

        return codes;

        void Add(IEnumerable<int> group)
        {
            foreach (var code in group)
            {
                codes[code] = (UsualShortest, MostDigits - (code < 100 ? 2 : 3));
            }
        }
    }
}
