using System.Text.Json.Nodes;
using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Tests.Metrics;

public sealed class TextMetricsTests
{
    private const double Exact = 1e-9;

    private static readonly List<(JsonNode Figures, string Candidate, string[] References)> Cases =
        [.. Figures.Text["cases"]!.AsArray().Select(static item => (item!, item!["candidate"]!.GetValue<string>(), item["references"].Strings()))];

    private static readonly string[] Candidates = [.. Cases.Select(static item => item.Candidate)];
    private static readonly string[][] References = [.. Cases.Select(static item => item.References)];

    [Fact]
    public void Tokens_are_those_of_mteval()
    {
        var tokenizer = new MtevalTokenizer();
        foreach (var (figures, candidate, _) in Cases)
        {
            var tokens = tokenizer.Tokenize(candidate.TrimEnd(' ', '\n')).ToString();
            string.Join(' ', Words(tokens)).ShouldBe(figures["tokens"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Sentences_have_the_bleu_of_sacrebleu()
    {
        var (bleu, lower) = (new Bleu(), new Bleu(lowercase: true));
        foreach (var (figures, candidate, references) in Cases)
        {
            bleu.Sentence(candidate, references).Score.ShouldBe(figures["bleu"].Number(), Exact, candidate);
            lower.Sentence(candidate, references).Score.ShouldBe(figures["bleuLower"].Number(), Exact, candidate);
        }
    }

    [Fact]
    public void Corpora_have_the_bleu_of_sacrebleu_to_the_letter()
    {
        var score = new Bleu().Corpus(Candidates, References);

        score.Score.ShouldBe(Figures.Text["corpus"]!["bleu"].Number(), Exact);
        score.ToString().ShouldBe(Figures.Text["corpus"]!["bleuText"]!.GetValue<string>());
        new Bleu().Corpus(Candidates, [.. References.Select(static set => set[0])]).ToString().ShouldBe(Figures.Text["single"]!["bleuText"]!.GetValue<string>());
        Figures.Text["corpus"]!["signature"]!.GetValue<string>().ShouldStartWith(new Bleu().Signature(References) + "|");
        Figures.Text["single"]!["signature"]!.GetValue<string>().ShouldStartWith(new Bleu().Signature([["a"], ["b"]]) + "|");
    }

    [Fact]
    public void Sentences_have_the_chrf_of_sacrebleu()
    {
        var (chrf, plus, spaced) = (new Chrf(), Chrf.PlusPlus(), new Chrf(whitespace: true, lowercase: true));
        foreach (var (figures, candidate, references) in Cases)
        {
            chrf.Sentence(candidate, references).ShouldBe(figures["chrf"].Number(), Exact, candidate);
            plus.Sentence(candidate, references).ShouldBe(figures["chrfpp"].Number(), Exact, candidate);
            spaced.Sentence(candidate, references).ShouldBe(figures["chrfSpace"].Number(), Exact, candidate);
        }
    }

    [Theory]
    [InlineData("chrf", 0)]
    [InlineData("chrfpp", 2)]
    public void Corpora_have_the_chrf_of_sacrebleu(string key, int wordOrder)
    {
        var (chrf, figures) = (new Chrf(wordOrder: wordOrder), Figures.Text["corpus"]!);

        chrf.Corpus(Candidates, References).ShouldBe(figures[key].Number(), Exact);
        chrf.Corpus(Candidates, [.. References.Select(static set => set[0])]).ShouldBe(Figures.Text["single"]![key].Number(), Exact);
        chrf.Name.ShouldBe(figures[key + "Name"]!.GetValue<string>());
        figures[key + "Signature"]!.GetValue<string>().ShouldStartWith(chrf.Signature(References) + "|");
    }

    [Theory]
    [InlineData("rouge", false)]
    [InlineData("rougeStem", true)]
    public void Sentences_have_the_rouge_of_rouge_score(string key, bool stem)
    {
        var rouge = new Rouge(stem);
        foreach (var (figures, candidate, references) in Cases)
        {
            var scores = rouge.Score(candidate, references[0]);
            var all = new[] { scores.One, scores.Two, scores.L, scores.LSum };
            for (var at = 0; at < all.Length; at++)
            {
                new[] { all[at].Precision, all[at].Recall, all[at].F1 }.ShouldBe(figures[key]![at].Doubles(), Exact, $"{at}: {candidate}");
            }
        }
    }

    [Fact]
    public void Several_references_give_the_best_of_each_measure()
    {
        var rouge = new Rouge();
        var (first, second, both) = (rouge.Score("a b c d", "a b x y"), rouge.Score("a b c d", "d c b a"), rouge.Score("a b c d", "a b x y", "d c b a"));

        (both.One, both.Two, both.L).ShouldBe((second.One, first.Two, first.L));
    }

    [Fact]
    public void Answers_are_scored_as_squad_does()
    {
        foreach (var (figures, candidate, references) in Cases)
        {
            AnswerScore.Normalize(candidate).ShouldBe(figures["normal"]!.GetValue<string>());
            AnswerScore.ExactMatch(candidate, references).ShouldBe(figures["exact"].Number());
            AnswerScore.F1(candidate, references).ShouldBe(figures["f1"].Number(), Exact);
        }
    }

    [Fact]
    public void Stems_are_those_of_porter()
    {
        foreach (var (word, stem) in Figures.Stems)
        {
            PorterStemmer.Stem(word).ShouldBe(stem!.GetValue<string>(), word);
        }
    }

    [Fact]
    public void Rouge_of_many_has_means_and_intervals_that_a_seed_repeats()
    {
        string[] references = [.. References.Select(static set => set[0])];
        var report = RougeReport.Of(Candidates, references, seed: 3);

        report.One.Mean.ShouldBe(Cases.Average(static item => item.Figures["rouge"]![0]![2].Number()), Exact);
        report.LSum.Mean.ShouldBe(Cases.Average(static item => item.Figures["rouge"]![3]![2].Number()), Exact);
        report.One.Low.ShouldBeInRange(report.One.Mean - 0.15, report.One.Mean);
        report.One.High.ShouldBeInRange(report.One.Mean, report.One.Mean + 0.15);
        RougeReport.Of(Candidates, references, seed: 3).ShouldBe(report);
        RougeReport.Of(Candidates, references, seed: 4).One.Low.ShouldNotBe(report.One.Low);
    }

    [Fact]
    public void What_does_not_fit_is_told_in_a_sentence()
    {
        Should.Throw<ArgumentException>(() => new Bleu().Corpus(["a"], new[] { "a", "b" })).Message.ShouldContain("1 candidates and 2 sets of references");
        Should.Throw<ArgumentException>(() => new Bleu().Sentence("a")).Message.ShouldContain("no reference");
        Should.Throw<ArgumentException>(() => new Chrf().Corpus(["a"], [[]])).Message.ShouldContain("Candidate 0 has no reference");
        Should.Throw<ArgumentException>(() => new Rouge().Score("a")).Message.ShouldContain("no reference");
        Should.Throw<ArgumentException>(() => RougeReport.Of([], Array.Empty<string>())).Message.ShouldContain("no items");
        new Bleu().Corpus([], Array.Empty<string>()).Score.ShouldBe(0);
        new Chrf().Corpus([], Array.Empty<string>()).ShouldBe(0);
    }

    [Fact]
    public void Broken_and_huge_texts_are_scored_like_others()
    {
        const string Broken = "a \ud83d b \ude00 \ud83d\ude00 c";
        var huge = string.Concat(Enumerable.Repeat("word ", 100_000));

        new Bleu().Sentence(Broken, Broken).Score.ShouldBe(100, 1e-9);
        new Chrf(wordOrder: 2).Sentence(Broken, Broken).ShouldBe(100, 1e-9);
        new Rouge().Score(Broken, Broken).LSum.F1.ShouldBe(1);
        AnswerScore.F1(Broken, [Broken]).ShouldBe(1);
        new Bleu().Sentence(huge, "word word", huge).Score.ShouldBe(100, 1e-9);
        new Chrf().Sentence(huge, huge).ShouldBe(100, 1e-9);
        new Rouge().Score(huge, "word " + "other").L.Recall.ShouldBe(0.5);
        Should.Throw<ArgumentException>(() => new Rouge().Score(huge, huge)).Message.ShouldContain("too long");
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; PlainText.NextWord(text, ref at, out var word);)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
