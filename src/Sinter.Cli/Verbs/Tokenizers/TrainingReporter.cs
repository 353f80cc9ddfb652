using Sinter.Cli.Progress;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Tells of the counting of words first, then of the tokens.</summary>
internal sealed class TrainingReporter(IProgressView view) : IProgress<TokenizerTrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TokenizerTrainingProgress value) => view.Report(value.Tokens == 0
        ? new StageProgress(value.Bytes, 0, StageProgress.Bytes)
        : new StageProgress(value.Tokens, value.VocabularySize, "tokens"));
}
