using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy.Anchors;

public sealed class AnchorScannerTests
{
    private static readonly string[] Pieces =
    [
        " ", ".", "a", "B", "word", "Word", "é", "Ü", "字", "ह", "ि", "😀", "\ud800", "\0", "1", "42", "2024", "@", ":", "://", "::", "=", "(at)", "[ at ]", "(", "<at>", "Zz9", "\n",
        "abcdefghijklmno", "0123456789abcdef", "AAAAAAAAAAAAAAAAa", "----------------", "x_y-z/9+", "a:b", "f:", ":1",
    ];

    [Fact]
    public void Places_are_those_that_a_naive_search_finds()
    {
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            Scan(text, 0, text.Length).ShouldBe(Naive(text));
        }
    }

    [Fact]
    public void A_part_of_a_text_gives_the_places_that_begin_in_it()
    {
        var random = new Random(4);
        for (var i = 0; i < 1000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 60).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var cut = random.Next(text.Length + 1);
            var whole = Naive(text);

            Scan(text, 0, cut).ShouldBe(whole.Where(place => place.Start < cut));
            Scan(text, cut, text.Length).ShouldBe(whole.Where(place => place.Start >= cut));
        }
    }

    private static List<(PersonalAnchors Anchor, int Start, int End)> Scan(string text, int from, int to)
    {
        var recorder = new Recorder();
        new AnchorScanner([recorder]).Scan(text, from, to, []);
        return [.. recorder.Places.Order()];
    }

    private static List<(PersonalAnchors Anchor, int Start, int End)> Naive(string text)
    {
        var places = new List<(PersonalAnchors, int, int)>();
        for (var i = 0; i < text.Length; i++)
        {
            if (Digit(i) && !Digit(i - 1))
            {
                places.Add((PersonalAnchors.Number, i, Run(i, Digit)));
            }

            if (Capital(i) && !Letter(i - 1) && !Digit(i - 1))
            {
                places.Add((PersonalAnchors.CapitalWord, i, Run(i, Letter)));
            }

            if (Token(i) && !Token(i - 1) && Run(i, Token) is var end && end - i >= 16
                && text[i..end] is var run && (run.Any(char.IsAsciiDigit) || (run.Any(char.IsAsciiLetterLower) && run.Any(char.IsAsciiLetterUpper))))
            {
                places.Add((PersonalAnchors.LongToken, i, end));
            }

            if (text[i] == '@')
            {
                places.Add((PersonalAnchors.At, i, i + 1));
            }

            if (string.CompareOrdinal(text, i, "://", 0, 3) == 0)
            {
                places.Add((PersonalAnchors.Scheme, i, i + 3));
            }
            else if (text[i] is ':' or '=')
            {
                places.Add((PersonalAnchors.Assignment, i, i + 1));
                if (text[i] == ':' && (Hex(i - 1) || Hex(i + 1)))
                {
                    places.Add((PersonalAnchors.HexColon, i, i + 1));
                }
            }

            if ("([{<".Contains(text[i]) && text[(i + 1)..] is var after && (after.StartsWith("at", StringComparison.Ordinal) || after.StartsWith(" at", StringComparison.Ordinal))
                && i + after.IndexOf('t') + 2 is var close && close < text.Length && !Letter(close))
            {
                places.Add((PersonalAnchors.SpelledAt, i, close));
            }
        }

        places.Sort();
        return places;

        bool Digit(int at) => at >= 0 && at < text.Length && char.IsAsciiDigit(text[at]);
        bool Hex(int at) => at >= 0 && at < text.Length && (text[at] == ':' || char.IsAsciiHexDigit(text[at]));
        bool Letter(int at) => at >= 0 && at < text.Length && (char.IsLetter(text[at]) || text[at] == 'ि');
        bool Capital(int at) => Letter(at) && (char.IsUpper(text[at]) || text[at] is '字' or 'ह');
        bool Token(int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || "+/=_-".Contains(text[at]));
        int Run(int at, Func<int, bool> inside)
        {
            while (inside(at))
            {
                at++;
            }

            return at;
        }
    }

    private sealed class Recorder : IPersonalDetector
    {
        public List<(PersonalAnchors Anchor, int Start, int End)> Places { get; } = [];

        public IReadOnlyList<string> Kinds { get; } = ["any"];

        public PersonalAnchors Anchors => (PersonalAnchors)0xff;

        public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found) => Places.Add((anchor, start, end));
    }
}
