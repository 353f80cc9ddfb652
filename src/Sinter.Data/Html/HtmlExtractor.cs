using System.Text;

namespace Sinter.Data.Html;

/// <summary>
/// Finds the main text of a web page. The page is cut into blocks; a linear classifier judges each by what it is and where it stands (<see cref="BlockFeatures"/>); then the
/// labels of all blocks are chosen at once, so that parts of a page go together (<see cref="BlockLabels"/>). No rule is for one site. Any text is a page: bad markup never throws, time is linear in the page, nothing recurses.
/// </summary>
public static class HtmlExtractor
{
    /// <summary>What is told of an article as JSON-LD is taken instead of a text that is shorter than this share of it.</summary>
    private const double LeastShareOfLinkedBody = 0.25;

    private const float LeastShareOfGathered = 0.5f;
    private const float LeastOddsOfGathered = -2;

    /// <summary>Extracts the main text and the metadata.</summary>
    /// <param name="html">The page; <see cref="HtmlEncoding.Decode(ReadOnlySpan{byte}, string?)"/> makes it of bytes.</param>
    /// <param name="options">What is taken; null for the defaults.</param>
    public static ExtractedPage Extract(string html, ExtractionOptions? options = null)
    {
        options ??= ExtractionOptions.Default;
        var document = HtmlTreeBuilder.Build(html);
        var page = PageBlocks.Of(document);
        var facts = new PageFacts(document);
        var isKept = Classify(document, page, facts, options);
        var text = Join(page, isKept);
        var markdown = options.Markdown ? MarkdownWriter.Write(document, page, isKept, options) : null;
        if (text.Length < facts.LinkedBody.Length * LeastShareOfLinkedBody)
        {
            // The page is drawn by a script, or its text stands where no text is looked for.
            text = facts.LinkedBody;
            markdown = options.Markdown ? text : null;
        }

        return new ExtractedPage
        {
            Text = text,
            Markdown = markdown,
            Title = facts.Title,
            Author = facts.Author,
            Date = facts.Date,
            Language = facts.Language,
            SiteName = facts.SiteName,
            Description = facts.Description,
            Url = facts.Url,
        };
    }

    private static bool[] Classify(HtmlDocument document, PageBlocks page, PageFacts facts, ExtractionOptions options)
    {
        var count = page.Blocks.Count;
        if (count == 0)
        {
            return [];
        }

        var looks = new BlockFeatures(document, page, facts);
        Span<float> features = stackalloc float[BlockFeatures.Count];
        var odds = new float[count];
        for (var i = 0; i < count; i++)
        {
            looks.Describe(i, features);
            odds[i] = BlockWeights.Odds(features);
        }

        var labels = Choose(document, page, looks, odds);
        for (var i = 0; i < count; i++)
        {
            var block = page.Blocks[i];
            labels[i] = (labels[i] && (options.IncludeTables || !looks.IsInTable(block))) || (options.IncludeComments && looks.IsComment(block));
        }

        return labels;
    }

    /// <summary>The labels; where they leave out most of what the page has of prose, the place where that is gathered is taken instead.</summary>
    internal static bool[] Choose(HtmlDocument document, PageBlocks page, BlockFeatures looks, ReadOnlySpan<float> odds)
    {
        var labels = BlockLabels.Find(document, page, odds);
        var gathered = 0f;
        var kept = 0f;
        for (var i = 0; i < labels.Length; i++)
        {
            var mass = BlockFeatures.ParagraphMass(page.Blocks[i]);
            gathered += looks.IsGathered(page.Blocks[i]) ? mass : 0;
            kept += labels[i] ? mass : 0;
        }

        if (kept < gathered * LeastShareOfGathered)
        {
            for (var i = 0; i < labels.Length; i++)
            {
                labels[i] |= looks.IsGathered(page.Blocks[i]) && odds[i] > LeastOddsOfGathered;
            }
        }

        new DataTables(document).MakeWhole(page, looks, labels);
        return labels;
    }

    private static string Join(PageBlocks page, bool[] isKept)
    {
        var text = new StringBuilder();
        for (var i = 0; i < isKept.Length; i++)
        {
            if (isKept[i])
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(page.Text(page.Blocks[i]));
            }
        }

        return text.ToString();
    }
}
