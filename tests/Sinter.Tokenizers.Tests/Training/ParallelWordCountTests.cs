using System.Text;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Training;

namespace Sinter.Tokenizers.Tests.Training;

public sealed class ParallelWordCountTests
{
    [Fact]
    public void Where_words_grow_too_many_the_rarest_go_whatever_the_threads_do()
    {
        string[] texts = [.. Enumerable.Range(0, 300).Select(static i => $"often often seldom{i % 100} seldom{i % 100} once{i}")];
        string[]? expected = null;
        foreach (var threads in (int[])[1, 2, 4])
        {
            var words = new ParallelWordCount(static () => new WordReader(null, ByteLevelForm.PreTokenizer), threads, mostWords: 300, mostBytes: 1 << 20)
                .Count(texts, static () => { }, TestContext.Current.CancellationToken);
            string[] kept = [.. Enumerable.Range(0, words.Count).Select(i => $"{Encoding.UTF8.GetString(words.Word(i))}={words.Times(i)}")];
            kept.ShouldContain(" often=300");
            kept.ShouldContain(" seldom=600");
            words.Count.ShouldBeLessThanOrEqualTo(300 / 2);
            (expected ??= kept).ShouldBe(kept);
        }
    }

    [Fact]
    public void Words_seen_equally_often_all_go_or_all_stay()
    {
        var counter = new WordCounter();
        for (var i = 0; i < 100; i++)
        {
            counter.Add(Encoding.UTF8.GetBytes($"word{i}"), 1 + (i / 40));
        }

        counter.MostFrequent(59, int.MaxValue).Count.ShouldBe(20);
        counter.MostFrequent(60, int.MaxValue).Count.ShouldBe(60);
        counter.MostFrequent(100, 30).Count.ShouldBe(0);
    }
}
