namespace Sinter.Data.Content;

/// <summary>
/// Finds all of many words in a text in one pass over it (Aho and Corasick 1975, "Efficient string matching"). Nothing in it changes once it is made.
/// </summary>
internal sealed class WordAutomaton
{
    private const int Root = 0;

    private readonly Dictionary<(int State, char Sign), int> _edges = [];
    private readonly int[] _rootEdges = new int[0x10000];
    private readonly List<int> _fail = [Root];
    private readonly List<int> _depth = [0];

    // The word that ends at a state, and the next state along the failure links at which another one ends.
    private readonly List<int> _word = [-1];
    private readonly List<int> _shorter = [Root];

    /// <summary>Makes the automaton of words; of equal ones the first counts.</summary>
    public WordAutomaton(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            Add(words[i], i);
        }

        Link();
    }

    /// <summary>Calls for each word that ends somewhere in the text, with the place behind it: in the order of the ends, longer ones first.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Is told the index of the word and the place.</param>
    public void Search(ReadOnlySpan<char> text, Action<int, int> found)
    {
        var state = Root;
        for (var i = 0; i < text.Length; i++)
        {
            state = Step(state, text[i]);
            for (var end = _word[state] >= 0 ? state : _shorter[state]; end != Root; end = _shorter[end])
            {
                found(_word[end], i + 1);
            }
        }
    }

    private int Step(int state, char sign)
    {
        while (state != Root)
        {
            if (_edges.TryGetValue((state, sign), out var next))
            {
                return next;
            }

            state = _fail[state];
        }

        return _rootEdges[sign];
    }

    private void Add(string word, int index)
    {
        var state = Root;
        foreach (var sign in word)
        {
            var next = state == Root ? _rootEdges[sign] : _edges.GetValueOrDefault((state, sign));
            if (next == Root)
            {
                next = _fail.Count;
                _fail.Add(Root);
                _depth.Add(_depth[state] + 1);
                _word.Add(-1);
                _shorter.Add(Root);
                if (state == Root)
                {
                    _rootEdges[sign] = next;
                }
                else
                {
                    _edges.Add((state, sign), next);
                }
            }

            state = next;
        }

        if (state != Root && _word[state] < 0)
        {
            _word[state] = index;
        }
    }

    /// <summary>Sets the failure links, states nearer to the root first.</summary>
    private void Link()
    {
        foreach (var ((state, sign), next) in _edges.OrderBy(edge => _depth[edge.Value]))
        {
            var fail = Step(_fail[state], sign);
            _fail[next] = fail;
            _shorter[next] = _word[fail] >= 0 ? fail : _shorter[fail];
        }
    }
}
