namespace Sinter.Cli.Recipes;

/// <summary>One recipe: everything that a run does, from the source of its text to its report. Each section is a stage or what stages share.</summary>
internal sealed record Recipe
{
    /// <summary>The name of the run.</summary>
    [RecipeKey("Name of the run; its folder is `runs/NAME`. Letters, digits, `-`, `_` and `.`. Without it, the name of the recipe file.")]
    public string Name { get; init; } = "";

    /// <summary>The seed of every random stream.</summary>
    [RecipeKey("Seed from which every random stream derives.", Minimum = 0, Maximum = int.MaxValue)]
    public int Seed { get; init; } = 42;

    /// <summary>Worker threads; 0 for all cores.</summary>
    [RecipeKey("Worker threads; 0 takes all cores. The results are the same bytes at any number.", Minimum = 0, Maximum = 1024, ChangesResult = false)]
    public int Threads { get; init; }

    /// <summary>The last stage.</summary>
    [RecipeKey("The last stage that `sinter run` carries out, such as `pack` for a recipe that only makes data; `--to` comes before it.", Allowed = ["collect", "clean", "dedup", "decontaminate", "split", "tokenizer", "pack", "pretrain", "upscale", "continue", "finetune", "align", "evaluate", "report"], ChangesResult = false)]
    public string To { get; init; } = "report";

    /// <summary>Where the documents come from.</summary>
    public CollectSection Collect { get; init; } = new();

    /// <summary>Which documents are kept.</summary>
    public CleanSection Clean { get; init; } = new();

    /// <summary>What repeats.</summary>
    public DedupSection Dedup { get; init; } = new();

    /// <summary>Evaluation sets that must not be in the text.</summary>
    public DecontaminateSection Decontaminate { get; init; } = new();

    /// <summary>Which documents train, validate and test.</summary>
    public SplitSection Split { get; init; } = new();

    /// <summary>The tokenizer to train.</summary>
    public TokenizerSection Tokenizer { get; init; } = new();

    /// <summary>How tokens become sequences.</summary>
    public PackSection Pack { get; init; } = new();

    /// <summary>The shape of the network.</summary>
    public ModelSection Model { get; init; } = new();

    /// <summary>Training on the text itself.</summary>
    public PretrainSection Pretrain { get; init; } = new();

    /// <summary>A deeper model made of the pretrained one.</summary>
    public UpscaleSection Upscale { get; init; } = new();

    /// <summary>Training on a new domain.</summary>
    public ContinueSection Continue { get; init; } = new();

    /// <summary>Training for a task.</summary>
    public FinetuneSection Finetune { get; init; } = new();

    /// <summary>Training for what people, or rules, prefer.</summary>
    public AlignSection Align { get; init; } = new();

    /// <summary>What is measured at the end.</summary>
    public EvaluateSection Evaluate { get; init; } = new();

    /// <summary>The page that shows the run.</summary>
    public ReportSection Report { get; init; } = new();
}
