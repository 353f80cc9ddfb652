namespace Sinter.Data.Tuning;

/// <summary>
/// Reads labelled data of any task into memory. The form is recognised by the content: JSON Lines, a JSON array or objects one after another, CSV, TSV, Parquet, column files
/// (CoNLL) and plain lines, each compressed or not. Names are those of <see cref="Inputs.InputSet"/>: files, folders, patterns, addresses. Records with faults are counted and left
/// out (<see cref="TuningData{T}.Faults"/>); a file of another kind, and records that cannot be read at all, are an <see cref="InvalidDataException"/> of one sentence.
/// </summary>
public static class TuningFile
{
    /// <summary>Texts with a class. Here a name may also be <c>LABEL=FILE</c>: every line of the file is a text of that class.</summary>
    /// <exception cref="InvalidDataException">No record is of this kind, or some cannot be read; the message says what was found and what is expected.</exception>
    /// <exception cref="FileNotFoundException">A name matches no file.</exception>
    public static TuningData<ClassifyRecord> ReadClassify(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Classify.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Pairs of texts with a class or a number.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<PairRecord> ReadPairs(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Pairs.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Words with a class each.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<TokenRecord> ReadTokens(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Tokens.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Questions about a text, with the parts that answer them.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<AnswerRecord> ReadAnswers(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Answers.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Texts and what is to be written for them.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<GenerateRecord> ReadGenerate(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Generate.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Questions with answers to choose from.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<ChoiceRecord> ReadChoices(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Choices.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Texts, or two, with a number.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<RegressRecord> ReadRegress(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Regress.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Conversations.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<InstructRecord> ReadInstruct(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Instruct.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Prompts with a better and a worse answer.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<PreferenceRecord> ReadPreferences(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Preferences.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Prompts with an answer that is good or bad; a file of preference pairs gives two records a pair.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<KtoRecord> ReadKto(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Kto.Read(paths, options ?? TuningOptions.Default);

    /// <summary>Prompts to be answered, with the right answer where the file has it; conversations give what stands before their last answer.</summary>
    /// <inheritdoc cref="ReadClassify"/>
    public static TuningData<PromptRecord> ReadPrompts(IReadOnlyList<string> paths, TuningOptions? options = null) => TaskReaders.Prompts.Read(paths, options ?? TuningOptions.Default);

    /// <summary>
    /// The tasks that the first records of the first file could be for, the most particular first: <c>preference</c>, <c>kto</c>, <c>qa</c>, <c>choice</c>, <c>tokens</c>,
    /// <c>instruct</c>, <c>pair</c>, <c>classify</c>, <c>regress</c>, <c>generate</c>, <c>prompts</c>. None where it fits no task.
    /// </summary>
    /// <exception cref="InvalidDataException">The file cannot be read at all.</exception>
    /// <exception cref="FileNotFoundException">A name matches no file.</exception>
    public static IReadOnlyList<string> Recognise(IReadOnlyList<string> paths, TuningOptions? options = null)
    {
        options ??= TuningOptions.Default;
        options.Check();
        return [.. TaskReaders.All.Where(named => named.Reader.Count(paths, options) is var (fitting, looked) && fitting > 0 && fitting * 2 >= looked).Select(static named => named.Name)];
    }
}
