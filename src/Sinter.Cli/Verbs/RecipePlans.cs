using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Models;
using Sinter.Models.Surgery;
using Sinter.Training;
using Sinter.Training.Objectives;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Verbs;

/// <summary>The trainings of a recipe, planned: each with its model, its objective and its section.</summary>
internal static class RecipePlans
{
    /// <summary>The plans, in the order in which the trainings run. What a stage trains only to compare with is not among them.</summary>
    /// <exception cref="ArgumentException">A model cannot be.</exception>
    public static IReadOnlyList<(string Stage, TrainingPlan Plan)> Of(Recipe recipe)
    {
        var model = PretrainStage.Config(recipe, recipe.Tokenizer.VocabularySize);
        var plans = new List<(string Stage, TrainingPlan Plan)>();
        foreach (var training in RunModels.Trainings(recipe))
        {
            switch (training)
            {
                case "pretrain":
                    Add(recipe.Pretrain, RecipeObjectives.WithContrast(FamilyObjectives.Of(model, recipe.Pretrain.Objective), recipe, 0));
                    break;
                case "upscale":
                    model = LayerSurgery.Describe(model, LayerSurgery.Upscaled(model.Layers, recipe.Upscale.Overlap!.Value));
                    Add(recipe.Upscale, new NextToken());
                    break;
                case "continue":
                    model = model with { VocabularySize = model.VocabularySize + recipe.Continue.NewTokens };
                    Add(recipe.Continue, new NextToken());
                    break;
                case "align":
                    Add(recipe.Align, new NextToken());
                    break;
                default:
                    AddTask();
                    break;
            }

            void Add(TrainingSection section, Objective objective) =>
                plans.Add((training, TrainingPlan.Of(model, TrainingStages.Options(section, recipe.Seed, "") with { Objective = objective }, recipe.Threads)));

            void AddTask()
            {
                switch (recipe.Finetune.Task)
                {
                    case "classify" or "pair" or "regress" or "choice" or "tokens" or "qa":
                        // What a head of another kind costs is next to nothing beside the trunk.
                        model = TaskModel.Describe(model, new TaskDescription { Task = TaskKind.Classify, Labels = ["one", "other"] });
                        Add(recipe.Finetune, new Classification(model.Pooling));
                        break;
                    case "seq2seq" or "generate" when model.Kind == ModelKind.EncoderDecoder:
                        Add(recipe.Finetune, new SequenceToSequence(new SequenceToSequenceOptions { EndOfText = 0, DecoderStart = 0 }));
                        break;
                    default:
                        Add(recipe.Finetune, new NextToken());
                        break;
                }
            }
        }

        return plans;
    }
}
