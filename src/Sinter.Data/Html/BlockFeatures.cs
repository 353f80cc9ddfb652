namespace Sinter.Data.Html;

/// <summary>
/// What the classifier knows of a block: its own counts, those of its neighbours, the elements round it and their names, and where the paragraphs of the page are gathered.
/// </summary>
internal sealed class BlockFeatures
{
    /// <summary>The number of features of a block.</summary>
    public const int Count = TagFeatures + (2 * PageHints.Groups);

    private const int TextFeatures = 56;
    private const int TagFeatures = TextFeatures + 22;

    private const int HiddenBit = 1 << 21;

    /// <summary>The bits that speak of the element itself, and not of all that is within it.</summary>
    private const int OwnBits = ((1 << 21) - 1) & ~((1 << 10) - 1);

    private readonly HtmlDocument _document;
    private readonly PageBlocks _page;
    private readonly PageFacts _facts;
    private readonly int[] _hintsOf;
    private readonly int[] _farHintsOf;
    private readonly int[] _tagBitsOf;
    private readonly float[] _mass;
    private readonly float[] _directMass;
    private readonly int[] _levels;
    private readonly Dictionary<ulong, int> _copies = [];
    private float _totalMass;
    private int _root;
    private int _gathering;

    /// <summary>Looks at the whole page once.</summary>
    public BlockFeatures(HtmlDocument document, PageBlocks page, PageFacts facts)
    {
        _document = document;
        _page = page;
        _facts = facts;
        _hintsOf = new int[document.Count];
        _farHintsOf = new int[document.Count];
        _tagBitsOf = new int[document.Count];
        _mass = new float[document.Count];
        _directMass = new float[document.Count];
        _levels = new int[document.Count];
        ReadElements();
        Gather();
    }

    /// <summary>The element within which nearly all paragraphs stand.</summary>
    public int Root => _root;

    /// <summary>Fills in the features of a block.</summary>
    public void Describe(int index, Span<float> features)
    {
        features.Clear();
        var blocks = _page.Blocks;
        var block = blocks[index];
        var at = 0;
        Describe(block, features, ref at);
        Describe(index > 0 ? blocks[index - 1] : default, features, ref at);
        Describe(index + 1 < blocks.Count ? blocks[index + 1] : default, features, ref at);
        var (behind, ahead) = (0f, 0f);
        for (var i = 2; i <= 4; i++)
        {
            behind += index - i >= 0 ? ParagraphMass(blocks[index - i]) : 0;
            ahead += index + i < blocks.Count ? ParagraphMass(blocks[index + i]) : 0;
        }

        features[at++] = MathF.Log(1 + behind) / 5;
        features[at++] = MathF.Log(1 + ahead) / 5;

        var container = block.Container;
        var parent = BlockParent(container);
        var grandparent = BlockParent(parent);
        features[at++] = _mass[container] / _totalMass;
        features[at++] = _mass[parent] / _totalMass;
        features[at++] = _mass[grandparent] / _totalMass;
        features[at++] = _directMass[parent] / _totalMass;
        features[at++] = MathF.Log(1 + _mass[parent]) / 7;
        var isInRoot = IsWithin(container, _root);
        var isGathered = IsWithin(container, _gathering);
        features[at++] = isInRoot ? 1 : 0;
        features[at++] = isGathered ? 1 : 0;
        features[at++] = parent == _gathering || container == _gathering ? 1 : 0;
        features[at++] = isGathered ? Math.Min(8, _levels[container] - _levels[_gathering]) / 8f : 0;
        features[at++] = container > _document.End(_gathering) ? 1 : 0;
        features[at++] = container < _gathering ? 1 : 0;
        features[at++] = _copies[HashOf(block)] > 1 ? 1 : 0;
        features[at++] = (float)index / blocks.Count;
        features[at++] = _facts.TitleOverlap(_page.Text(block));
        features[at++] = _facts.HeadingNode > 0 && block.FirstNode < _facts.HeadingNode ? 1 : 0;
        features[at++] = _facts.HeadingNode > 0 && block.FirstNode > _facts.HeadingNode ? 1 : 0;
        var isQuoted = _facts.ShareInLinkedBody(_page.Text(block));
        features[at++] = isQuoted > 0 ? isQuoted : 0;
        features[at++] = _facts.HasLinkedBody ? 1 - isQuoted : 0;

        var bits = _tagBitsOf[container];
        for (var i = TextFeatures; i < TagFeatures; i++, bits >>= 1)
        {
            features[i] = bits & 1;
        }

        var near = _hintsOf[container] | _hintsOf[parent];
        var far = _farHintsOf[grandparent];
        for (var i = 0; i < PageHints.Groups; i++)
        {
            features[TagFeatures + i] = (near >> i) & 1;
            features[TagFeatures + PageHints.Groups + i] = (far >> i) & 1;
        }
    }

    private static void Describe(in TextBlock block, Span<float> features, ref int at)
    {
        var words = block.Words;
        features[at++] = MathF.Log(1 + words) / 5;
        features[at++] = words is > 0 and < 4 ? 1 : 0;
        features[at++] = words is >= 4 and < 10 ? 1 : 0;
        features[at++] = words is >= 10 and < 25 ? 1 : 0;
        features[at++] = words >= 25 ? 1 : 0;
        features[at++] = block.LinkShare;
        features[at++] = block.LinkShare > 0.9f ? 1 : 0;
        features[at++] = block.EndsSentence ? 1 : 0;
        features[at++] = MathF.Log(1 + block.SentenceEnds) / 2;
        features[at++] = words == 0 ? 0 : Math.Min(1, block.Commas * 5 / words);
        features[at++] = words == 0 ? 0 : Math.Min(1, block.Capitals / words);
        features[at++] = block.TextLength == 0 ? 0 : (float)block.Digits / block.TextLength;
    }

    /// <summary>How much of a block counts as prose.</summary>
    private static float ParagraphMass(in TextBlock block) =>
        block.Words < 8 || block.LinkShare > 0.4f ? 0 : block.Words * (1 - block.LinkShare) * (block.EndsSentence ? 1 : 0.4f);

    private bool IsWithin(int node, int ancestor) => node >= ancestor && node < _document.End(ancestor);

    private int BlockParent(int node)
    {
        var parents = _document.Parents;
        for (node = Math.Max(0, parents[node]); node > 0 && !_document.Tags[node].Has(TagTraits.Block); node = parents[node])
        {
        }

        return node;
    }

    private void ReadElements()
    {
        var hints = new PageHints();
        var tags = _document.Tags;
        var parents = _document.Parents;
        for (var node = 1; node < tags.Length; node++)
        {
            if (tags[node] == HtmlTag.Text)
            {
                continue;
            }

            var parent = parents[node];
            _levels[node] = _levels[parent] + 1;
            _tagBitsOf[node] = (_tagBitsOf[parent] & ~OwnBits) | TagBits(tags[node]);
            if (HiddenContent.IsHidden(_document, node))
            {
                _tagBitsOf[node] |= HiddenBit;
            }

            // The names of the page's outermost elements speak of the whole page.
            _hintsOf[node] = tags[node] is HtmlTag.Html or HtmlTag.Body ? 0 : hints.Of(_document, node);
            _farHintsOf[node] = _farHintsOf[parent] | _hintsOf[node];
        }

        foreach (var block in _page.Blocks)
        {
            var hash = HashOf(block);
            _copies[hash] = _copies.GetValueOrDefault(hash) + 1;
        }
    }

    private static int TagBits(HtmlTag tag) => tag switch
    {
        HtmlTag.Nav or HtmlTag.Menu => 1,
        HtmlTag.Footer => 1 << 1,
        HtmlTag.Header => 1 << 2,
        HtmlTag.Aside => 1 << 3,
        HtmlTag.Article => 1 << 4,
        HtmlTag.Main => 1 << 5,
        HtmlTag.Figure => 1 << 6,
        HtmlTag.Form => 1 << 7,
        HtmlTag.Table => 1 << 8,
        HtmlTag.Blockquote => 1 << 9,
        HtmlTag.P => 1 << 10,
        HtmlTag.Li => 1 << 11,
        HtmlTag.H1 => 1 << 12,
        HtmlTag.H2 or HtmlTag.H3 => 1 << 13,
        HtmlTag.H4 or HtmlTag.H5 or HtmlTag.H6 => 1 << 14,
        HtmlTag.Div => 1 << 15,
        HtmlTag.Td or HtmlTag.Th => 1 << 16,
        HtmlTag.Figcaption => 1 << 17,
        HtmlTag.Button or HtmlTag.Legend => 1 << 18,
        HtmlTag.Pre => 1 << 19,
        HtmlTag.Dd or HtmlTag.Dt or HtmlTag.Address => 1 << 20,
        _ => 0,
    };

    private ulong HashOf(in TextBlock block) => StableHash.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_page.Text(block)));

    /// <summary>Finds where the paragraphs stand: the smallest element with most of them, and the element with most paragraphs next below it.</summary>
    private void Gather()
    {
        var parents = _document.Parents;
        foreach (var block in _page.Blocks)
        {
            var mass = ParagraphMass(block);
            _mass[block.Container] += mass;
            _directMass[_document.Tags[block.Container] is HtmlTag.P or HtmlTag.Li or HtmlTag.Blockquote ? BlockParent(block.Container) : block.Container] += mass;
        }

        for (var node = _document.Count - 1; node > 0; node--)
        {
            _mass[parents[node]] += _mass[node];
        }

        _totalMass = _mass[0] + 1e-6f;
        for (var node = 0; node < _document.Count; node++)
        {
            _root = _mass[node] >= 0.6f * _totalMass ? node : _root;
            _gathering = _directMass[node] > _directMass[_gathering] ? node : _gathering;
        }
    }
}
