namespace Sinter.Data.Html;

/// <summary>
/// What the classifier knows of a block: its own counts, those of its neighbours, the elements round it and their names, and where the paragraphs of the page are gathered.
/// </summary>
internal sealed class BlockFeatures
{
    /// <summary>The number of features of a block.</summary>
    public const int Count = TagFeatures + (2 * PageHints.Groups);

    /// <summary>The first feature of the elements round a block.</summary>
    public const int TextFeatures = 72;
    /// <summary>The first feature of the names of elements.</summary>
    public const int TagFeatures = TextFeatures + 22;

    /// <summary>The first of the two features of the text that JSON-LD tells.</summary>
    public const int LinkedBodyFeature = 54;

    private const int TableBit = 1 << 8;
    private const int HiddenBit = 1 << 21;

    /// <summary>article and main, which say the same of all that is within.</summary>
    private const int ArticleBits = (1 << 4) | (1 << 5);

    /// <summary>nav, footer, aside and what is hidden.</summary>
    private const int AsideBits = 1 | (1 << 1) | (1 << 3) | HiddenBit;

    /// <summary>The bits that speak of the element itself, and not of all that is within it.</summary>
    private const int OwnBits = ((1 << 21) - 1) & ~((1 << 10) - 1);

    /// <summary>How much a paragraph counts for an element, for each block element that lies between.</summary>
    private const float Nearness = 0.6f;

    private readonly HtmlDocument _document;
    private readonly PageBlocks _page;
    private readonly PageFacts _facts;
    private readonly int[] _hintsOf;
    private readonly int[] _farHintsOf;
    private readonly int[] _tagBitsOf;
    private readonly float[] _mass;
    private readonly float[] _near;
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
        _near = new float[document.Count];
        _levels = new int[document.Count];
        ReadElements();
        Gather();
        ForgetNamesRoundGathering();
    }

    /// <summary>The element within which nearly all paragraphs stand.</summary>
    public int Root => _root;

    /// <summary>The block element round the block element of a block.</summary>
    public int ParentOf(int container) => BlockParent(container);

    /// <summary>Whether a block stands where the paragraphs of the page are gathered.</summary>
    public bool IsGathered(TextBlock block) => IsWithin(block.Container, _gathering);

    /// <summary>Whether a block stands in a cell of a table.</summary>
    public bool IsInTable(TextBlock block) => (_tagBitsOf[block.Container] & TableBit) != 0;

    /// <summary>Whether a block is what a reader wrote, going by the names round it.</summary>
    public bool IsComment(TextBlock block) => block.Words >= 4 && block.LinkShare < 0.5f && (_farHintsOf[block.Container] & PageHints.Comment) != 0;

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
        features[at++] = _near[parent] / _totalMass;
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
        features[at++] = CapitalLetterShare(_page.Text(block)) > 0.7f ? 1 : 0;
        features[at++] = Invitations.Begins(_page.Text(block)) ? 1 : 0;
        features[at++] = Invitations.Holds(_page.Text(block)) ? 1 : 0;
        var ownTag = _document.Tags[container];
        var depth = isGathered ? 1 : 0;
        features[at++] = block.Words < 4 ? depth : 0;
        features[at++] = block.Words is >= 4 and < 10 ? depth : 0;
        features[at++] = block.LinkShare * depth;
        features[at++] = ownTag is >= HtmlTag.H2 and <= HtmlTag.H6 ? depth : 0;
        features[at++] = ownTag is HtmlTag.Li or HtmlTag.Dd or HtmlTag.Dt ? depth : 0;
        features[at++] = ownTag is HtmlTag.Td or HtmlTag.Th ? depth : 0;
        features[at++] = ownTag is HtmlTag.Div or HtmlTag.Section ? depth : 0;
        features[at++] = block.EndsSentence ? depth : 0;
        features[at++] = block.LinkShare > 0.9f && ownTag == HtmlTag.P ? 1 : 0;

        // How far the gathering is: the levels down to what holds both, and whether it is the parent's or the grandparent's next.
        var common = container;
        var steps = 0;
        for (; !IsWithin(_gathering, common) && steps < 8; steps++)
        {
            common = BlockParent(common);
        }

        features[at++] = isGathered ? 0 : steps / 8f;
        features[at++] = !isGathered && steps <= 2 ? 1 : 0;
        features[at++] = _near[common] / (_near[_gathering] + 1e-6f);
        features[at++] = isGathered ? _near[container] / (_near[_gathering] + 1e-6f) : 0;

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

    private static void Describe(TextBlock block, Span<float> features, ref int at)
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
    public static float ParagraphMass(TextBlock block) =>
        block.Words < 8 || block.LinkShare > 0.4f ? 0 : block.Words * (1 - block.LinkShare) * (block.EndsSentence ? 1 : 0.4f);

    private static float CapitalLetterShare(ReadOnlySpan<char> text)
    {
        var small = 0;
        var capital = 0;
        foreach (var character in text)
        {
            small += character is >= 'a' and <= 'z' ? 1 : 0;
            capital += character is >= 'A' and <= 'Z' ? 1 : 0;
        }

        return small + capital < 6 ? 0 : (float)capital / (small + capital);
    }

    private bool IsWithin(int node, int ancestor) => node >= ancestor && node < _document.End(ancestor);

    /// <summary>Whether the names or elements round a block say that it is a comment or beside the matter.</summary>
    private bool IsAside(int node) => (_farHintsOf[node] & PageHints.Comment) != 0 || (_tagBitsOf[node] & AsideBits) != 0;

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
        HtmlTag.Table => TableBit,
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

    /// <summary>
    /// The names of the elements round the gathered paragraphs speak of the whole page (<c>with-sidebar</c>, <c>comments-open</c>), so that only names further in count as those of a part.
    /// </summary>
    private void ForgetNamesRoundGathering()
    {
        var parents = _document.Parents;
        for (var node = 1; node < _document.Count; node++)
        {
            var isRound = IsWithin(_gathering, node);
            _farHintsOf[node] = isRound ? 0 : _farHintsOf[parents[node]] | _hintsOf[node];
            var ownBits = TagBits(_document.Tags[node]) | (HiddenContent.IsHidden(_document, node) ? HiddenBit : 0);
            _tagBitsOf[node] = (_tagBitsOf[parents[node]] & ~OwnBits) | (isRound ? ownBits & ArticleBits : ownBits);
        }
    }

    private ulong HashOf(TextBlock block) => StableHash.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_page.Text(block)));

    /// <summary>Finds where the paragraphs stand: the smallest element with most of them, and the element that has most of them near below it.</summary>
    private void Gather()
    {
        var parents = _document.Parents;
        foreach (var block in _page.Blocks)
        {
            var mass = ParagraphMass(block) * (IsAside(block.Container) ? 0.1f : 1);
            _mass[block.Container] += mass;
            _near[block.Container] += mass;
        }

        for (var node = _document.Count - 1; node > 0; node--)
        {
            _mass[parents[node]] += _mass[node];
            _near[parents[node]] += _near[node] * (_document.Tags[node].Has(TagTraits.Block) ? Nearness : 1);
        }

        _totalMass = _mass[0] + 1e-6f;
        for (var node = 0; node < _document.Count; node++)
        {
            _root = _mass[node] >= 0.6f * _totalMass ? node : _root;
            _gathering = _near[node] > _near[_gathering] ? node : _gathering;
        }
    }
}
