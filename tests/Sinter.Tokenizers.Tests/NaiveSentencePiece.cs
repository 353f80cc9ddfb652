using System.Text;

namespace Sinter.Tokenizers.Tests;

/// <summary>llama2.c's encoder by its definition: while any two neighbours spell a token, join those that spell the one with the best score.</summary>
internal sealed class NaiveSentencePiece
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<float> _scores = [];
    private readonly List<string> _tokens = [];

    public NaiveSentencePiece(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        _ = reader.ReadInt32();
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            _scores.Add(reader.ReadSingle());
            _tokens.Add(Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32())));
            if (_tokens.Count > 259)
            {
                _ids.Add(_tokens[^1], _tokens.Count - 1);
            }
        }
    }

    public List<int> Encode(string text)
    {
        var word = new List<int>();
        foreach (var rune in (text.Length == 0 ? "" : " " + text).EnumerateRunes())
        {
            word.AddRange(_ids.TryGetValue(rune.ToString(), out var id) ? [id] : Encoding.UTF8.GetBytes(rune.ToString()).Select(static value => value + 3));
        }

        while (true)
        {
            var (best, at, into) = (float.NegativeInfinity, -1, -1);
            for (var i = 0; i + 1 < word.Count; i++)
            {
                if (word[i] > 258 && word[i + 1] > 258 && _ids.TryGetValue(_tokens[word[i]] + _tokens[word[i + 1]], out var id) && _scores[id] > best)
                {
                    (best, at, into) = (_scores[id], i, id);
                }
            }

            if (at < 0)
            {
                return word;
            }

            word[at] = into;
            word.RemoveAt(at + 1);
        }
    }
}
