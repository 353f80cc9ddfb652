using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs.Tokenizers;

/// <summary>A tokenizer that is trained in no time.</summary>
internal static class SmallTokenizer
{
    /// <summary>Few words, seen often, in two scripts.</summary>
    public const string Text = "the cat sat on the mat and the naïve cat ate the жук\n";

    /// <summary>Writes it and gives its path.</summary>
    public static string Write(TemporaryFolder folder)
    {
        var path = folder.File("small.json");
        new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 300 }).Train(Enumerable.Repeat(Text, 5)).Save(path);
        return path;
    }
}
